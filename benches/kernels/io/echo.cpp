// SPDX-License-Identifier: MIT
//
// echo: each item sends 8 bytes to the origin and waits until they come back: what a single wait costs. Waits
// for: the origin, which does nothing but send them back, and the loopback interface.
#include <fmt/format.h>

#include "benches/kernel.hpp"
#include "benches/support/echo_client.hpp"
#include "support/random.hpp"

namespace parallax {
namespace {

struct Echo {
  static constexpr KernelFacts facts{
      .name = "echo", .summary = "8 bytes to the origin and back, for the cost of one wait", .origin = true};
  static constexpr std::array cases{Case{4096, 8}};
  static std::chrono::nanoseconds waiting(const Case&) { return std::chrono::microseconds(10); }

  using In = None;
  using Out = std::uint64_t;  // what came back
  struct Params {
    const OriginAddress* origin;
    Histogram* latencies;
  };

  explicit Echo(const Case&, const Inputs& inputs, Arena& arena)
      : params_{&arena.make<OriginAddress>(inputs.origin), &arena.make<Histogram>()} {}

  Params params() const { return params_; }
  std::size_t inputs() const { return 0; }
  void fill(std::span<In>) const {}
  Histogram* latencies() const { return params_.latencies; }

  static Out item(const Params& params, std::span<const In>, std::size_t i, Worker& worker) {
    const std::uint64_t message = i * golden_gamma;
    worker.kept<EchoClient>().round_trip(worker, *params.origin, message, *params.latencies);
    return message;
  }

  std::optional<std::string> mistake(std::span<const Out> out) const {
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (out[i] != i * golden_gamma) return fmt::format("message {} did not come back", i);
    }
    return {};
  }

 private:
  Params params_;
};

}  // namespace

PARALLAX_KERNEL(echo, Echo);

}  // namespace parallax
