// SPDX-License-Identifier: MIT
//
// primes: each item sums the primes below 100000, found by trial division. The second CPU-bound test of
// PEP 371 ("calculates the sum of all primes below 100000"); integer division, no memory.
#include <fmt/format.h>

#include "benches/kernel.hpp"

namespace parallax {
namespace {

// Every divisor is tried, even ones too: the work is the point, not the primes.
bool is_prime(std::uint32_t n) {
  if (n < 2) return false;
  for (std::uint32_t d = 2; d * d <= n; ++d) {
    if (n % d == 0) return false;
  }
  return true;
}

struct Primes {
  static constexpr KernelFacts facts{.name = "primes", .summary = "the sum of the primes below 100000"};
  static constexpr std::array cases{Case{.size = 16, .grain = 1}};
  // A thousand items take one worker some seconds, which is long enough.
  static Case fitted(Case parameters, const Topology& machine) {
    parameters.size = scaling_chunks(machine, 1024);
    return parameters;
  }
  using In = std::uint32_t;
  static constexpr bool reads_own_input = true;
  using Out = std::uint64_t;
  using Params = None;

  explicit Primes(const Case& parameters, const Inputs&) : size_(parameters.size) {}

  Params params() const { return {}; }
  std::size_t inputs() const { return size_; }
  void fill(std::span<In> in) const {
    for (auto& limit : in) limit = 100'000;
  }

  static Out item(const Params&, std::span<const In> in, std::size_t i, Worker&) {
    std::uint64_t sum = 0;
    for (std::uint32_t n = 2; n < in[i]; ++n) {
      if (is_prime(n)) sum += n;
    }
    return sum;
  }

  std::optional<std::string> mistake(std::span<const Out> out) const {
    constexpr std::uint64_t sum_below_100000 = 454'396'537;  // of 9592 primes
    for (const Out value : out) {
      if (value != sum_below_100000)
        return fmt::format("the primes below 100000 sum up to {}, not {}", sum_below_100000, value);
    }
    return {};
  }

 private:
  std::size_t size_;
};

}  // namespace

PARALLAX_KERNEL(primes, Primes);

}  // namespace parallax
