// SPDX-License-Identifier: MIT
//
// spin: an exact number of multiply-adds per item, each needing the one before. It touches no memory and
// knows no vectors, so its time is proportional to the count: the ruler for efficiency against grain.
#include <fmt/format.h>

#include "benches/kernel.hpp"

namespace parallax {
namespace {

// x -> a x + c modulo 2^64, Knuth's MMIX generator.
constexpr std::uint64_t a = 6364136223846793005u;
constexpr std::uint64_t c = 1442695040888963407u;

struct Spin {
  static constexpr KernelFacts facts{.name = "spin",
                                     .summary = "multiply-adds in a chain, as many per item as asked",
                                     .parameters = {"multiply_adds"}};
  static constexpr std::array cases{Case{65536, 1, {64}},    Case{65536, 4, {64}},    Case{65536, 16, {64}},
                                    Case{65536, 64, {64}},   Case{65536, 256, {64}},  Case{65536, 1024, {64}},
                                    Case{65536, 4096, {64}}, Case{65536, 16384, {64}}};
  using In = None;
  using Out = std::uint64_t;
  struct Params {
    std::uint64_t multiply_adds;
  };

  explicit Spin(const Case& wanted, const Inputs&) : params_{wanted.parameters[0]} {}

  Params params() const { return params_; }
  std::size_t inputs() const { return 0; }
  void fill(std::span<In>) const {}

  static Out item(const Params& params, std::span<const In>, std::size_t i, Worker&) {
    std::uint64_t x = i;
    for (std::uint64_t n = 0; n < params.multiply_adds; ++n) {
      x = a * x + c;
      asm volatile("" : "+r"(x));  // a compiler may otherwise work on several items at once
    }
    return x;
  }

  // k steps at once: x -> A x + C, by squaring the step.
  std::optional<std::string> mistake(std::span<const Out> out) const {
    std::uint64_t whole_a = 1, whole_c = 0, step_a = a, step_c = c;
    for (std::uint64_t k = params_.multiply_adds; k != 0; k >>= 1) {
      if (k & 1) {
        whole_a *= step_a;
        whole_c = whole_c * step_a + step_c;
      }
      step_c = step_c * step_a + step_c;
      step_a *= step_a;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (const std::uint64_t right = whole_a * i + whole_c; out[i] != right)
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
