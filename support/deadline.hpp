// SPDX-License-Identifier: MIT
//
// The time until a deadline as poll() wants it: rounded up, so that nobody wakes too early and asks again at
// once.
#pragma once

#include <algorithm>
#include <chrono>

namespace parallax {

inline int milliseconds_until(std::chrono::steady_clock::time_point deadline) {
  const auto left = deadline - std::chrono::steady_clock::now();
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(left).count();
  return static_cast<int>(std::clamp<long long>(milliseconds, 0, 1 << 30));
}

}  // namespace parallax
