// SPDX-License-Identifier: MIT
//
// sleep: each item waits a while and does nothing else. The ideal of I/O-bound work: every strategy that lets
// one worker wait while another goes on gains as much as it has workers, on a single core too.
#include <fmt/format.h>

#include <chrono>

#include "benches/kernel.hpp"

namespace parallax {
namespace {

struct Sleep {
  static constexpr KernelFacts facts{.name = "sleep",
                                     .summary = "pure waiting, as many microseconds per item as asked",
                                     .parameters = {Parameter{"microseconds", 0, day_in_microseconds}}};
  static constexpr std::array cases{Case{64, 1, {1000}}, Case{2048, 1, {50'000}}};
  static std::chrono::nanoseconds waiting(const Case& parameters) {
    return std::chrono::microseconds(parameters.values[0]);
  }
  static Case reference_case(Case parameters) {
    parameters.values[0] = 0;
    return parameters;
  }
  using In = None;
  using Out = std::uint64_t;  // the time waited was long enough: 1
  struct Params {
    std::uint64_t microseconds;
  };

  explicit Sleep(const Case& parameters, const Inputs&) : params_{parameters.values[0]} {}

  Params params() const { return params_; }
  std::size_t inputs() const { return 0; }
  void fill(std::span<In>) const {}

  static Out item(const Params& params, std::span<const In>, std::size_t, Worker& worker) {
    const std::chrono::microseconds duration(params.microseconds);
    const auto begin = std::chrono::steady_clock::now();
    worker.sleep_for(duration);
    return std::chrono::steady_clock::now() - begin >= duration;
  }

  std::optional<std::string> mistake(std::span<const Out> out) const {
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (out[i] != 1) return fmt::format("item {} did not wait {} microseconds", i, params_.microseconds);
    }
    return {};
  }

 private:
  Params params_;
};

}  // namespace

PARALLAX_KERNEL(sleep, Sleep);

}  // namespace parallax
