// SPDX-License-Identifier: MIT
//
// Work of an exact amount: a chain of multiply-adds, each needing the one before. It touches no memory and
// knows no vectors, so its time is proportional to the count, and its result can be checked without doing it.
#pragma once

#include <cstdint>

#include "support/random.hpp"

namespace parallax {

inline std::uint64_t multiply_adds(std::uint64_t x, std::uint64_t count) {
  for (std::uint64_t n = 0; n < count; ++n) {
    x = lcg_next(x);
    asm volatile("" : "+r"(x));  // a compiler may otherwise work on several chains at once
  }
  return x;
}

// The same by another way: `count` steps at once, x -> A x + C, by squaring the step.
inline std::uint64_t multiply_adds_at_once(std::uint64_t x, std::uint64_t count) {
  std::uint64_t whole_a = 1, whole_c = 0, step_a = lcg_multiplier, step_c = lcg_increment;
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
