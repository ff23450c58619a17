// SPDX-License-Identifier: MIT
//
// fibonacci: each item adds its way up to F(50000), a number of 34711 bits, on GMP. It is the CPU-bound test
// of PEP 371 ("calculates 50000 Fibonacci numbers"), faithful to Python's unbounded integers: coarse, even,
// and nothing is shared but the allocator.
#include <fmt/format.h>
#include <gmp.h>

#include <utility>

#include "benches/kernel.hpp"

namespace parallax {
namespace {

class BigInteger {
 public:
  explicit BigInteger(unsigned long value) { mpz_init_set_ui(value_, value); }
  ~BigInteger() { mpz_clear(value_); }
  BigInteger(const BigInteger&) = delete;
  BigInteger& operator=(const BigInteger&) = delete;

  void swap(BigInteger& other) { mpz_swap(value_, other.value_); }
  BigInteger& operator+=(const BigInteger& other) {
    mpz_add(value_, value_, other.value_);
    return *this;
  }
  // The value modulo 2^64.
  std::uint64_t low_bits() const {
    static_assert(sizeof(mp_limb_t) == sizeof(std::uint64_t));
    return mpz_getlimbn(value_, 0);
  }

 private:
  mpz_t value_;
};

struct Fibonacci {
  static constexpr KernelFacts facts{.name = "fibonacci",
                                     .summary = "F(50000) by 50000 additions of big integers"};
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

  explicit Fibonacci(const Case& parameters, const Inputs&) : size_(parameters.size) {}

  Params params() const { return {}; }
  std::size_t inputs() const { return size_; }
  void fill(std::span<In> in) const {
    for (auto& n : in) n = 50'000;
  }

  static Out item(const Params&, std::span<const In> in, std::size_t i, Worker&) {
    BigInteger current(0);
    BigInteger next(1);
    for (In n = 0; n < in[i]; ++n) {
      current += next;
      current.swap(next);
    }
    return current.low_bits();
  }

  // The low 64 bits follow from the recurrence modulo 2^64 alone, without any big integer.
  std::optional<std::string> mistake(std::span<const Out> out) const {
    std::uint64_t current = 0;
    std::uint64_t next = 1;
    for (int n = 0; n < 50'000; ++n) current = std::exchange(next, current + next);
    for (const Out value : out) {
      if (value != current) return fmt::format("F(50000) mod 2^64 is {}, not {}", current, value);
    }
    return {};
  }

 private:
  std::size_t size_;
};

}  // namespace

PARALLAX_KERNEL(fibonacci, Fibonacci);

}  // namespace parallax
