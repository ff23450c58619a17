// SPDX-License-Identifier: MIT
//
// spin: an exact number of multiply-adds per item (support/multiply_adds.hpp): the ruler for efficiency
// against grain, and for the size from which concurrency pays.
#include <fmt/format.h>

#include "benches/kernel.hpp"
#include "benches/support/multiply_adds.hpp"

namespace parallax {
namespace {

struct Spin {
  static constexpr KernelFacts facts{.name = "spin",
                                     .summary = "multiply-adds in a chain, as many per item as asked",
                                     .parameters = {Parameter{"multiply_adds", 0, 1'000'000'000'000}}};
  // A sweep of sizes at eight chunks, then a sweep of grains at one size: how small a job and how small a
  // task may be.
  static constexpr std::array cases{Case{16, 2, {64}},       Case{64, 8, {64}},       Case{256, 32, {64}},
                                    Case{1024, 128, {64}},   Case{4096, 512, {64}},   Case{16384, 2048, {64}},
                                    Case{65536, 1, {64}},    Case{65536, 4, {64}},    Case{65536, 16, {64}},
                                    Case{65536, 64, {64}},   Case{65536, 256, {64}},  Case{65536, 1024, {64}},
                                    Case{65536, 4096, {64}}, Case{65536, 16384, {64}}};
  using In = None;
  using Out = std::uint64_t;
  struct Params {
    std::uint64_t multiply_adds;
  };

  explicit Spin(const Case& parameters, const Inputs&) : params_{parameters.values[0]} {}

  Params params() const { return params_; }
  std::size_t inputs() const { return 0; }
  void fill(std::span<In>) const {}

  static Out item(const Params& params, std::span<const In>, std::size_t i, Worker&) {
    return multiply_adds(i, params.multiply_adds);
  }

  std::optional<std::string> mistake(std::span<const Out> out) const {
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (const std::uint64_t right = multiply_adds_at_once(i, params_.multiply_adds); out[i] != right)
        return fmt::format("item {} is {}, not {}", i, out[i], right);
    }
    return {};
  }

 private:
  Params params_;
};

}  // namespace

PARALLAX_KERNEL(spin, Spin);

}  // namespace parallax
