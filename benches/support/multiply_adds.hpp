// SPDX-License-Identifier: MIT
//
// Work of an exact amount: a chain of multiply-adds, each needing the one before. It touches no memory and
// knows no vectors, so its time is proportional to the count, and its result can be checked without doing it.
#pragma once

#include <cstdint>

namespace parallax {

// x -> a x + c modulo 2^64, Knuth's MMIX generator.
inline constexpr std::uint64_t multiplier = 6364136223846793005u;
inline constexpr std::uint64_t increment = 1442695040888963407u;

inline std::uint64_t multiply_adds(std::uint64_t x, std::uint64_t count) {
  for (std::uint64_t n = 0; n < count; ++n) {
    x = multiplier * x + increment;
    asm volatile("" : "+r"(x));  // a compiler may otherwise work on several chains at once
  }
  return x;
}

// The same by another way: `count` steps at once, x -> A x + C, by squaring the step.
inline std::uint64_t multiply_adds_at_once(std::uint64_t x, std::uint64_t count) {
  std::uint64_t whole_a = 1, whole_c = 0, step_a = multiplier, step_c = increment;
  for (; count != 0; count >>= 1) {
    if (count & 1) {
      whole_a *= step_a;
      whole_c = whole_c * step_a + step_c;
    }
    step_c = step_c * step_a + step_c;
    step_a *= step_a;
  }
  return whole_a * x + whole_c;
}

}  // namespace parallax
