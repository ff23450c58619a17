// SPDX-License-Identifier: MIT
//
// Products of times and numbers that people may choose: what is longer than can be told is the longest.
#pragma once

#include <chrono>
#include <cstdint>

namespace parallax {

// Neither may be negative.
constexpr std::chrono::nanoseconds saturated_product(std::chrono::nanoseconds time, std::uint64_t count) {
  constexpr auto longest = std::chrono::nanoseconds::max();
  if (time.count() == 0) return {};
  if (count > static_cast<std::uint64_t>(longest / time)) return longest;
  return time * static_cast<std::int64_t>(count);
}

}  // namespace parallax
