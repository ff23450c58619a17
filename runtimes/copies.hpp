// SPDX-License-Identifier: MIT
//
// Counters that workers count in, where each may have a copy of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "runtimes/runtime.hpp"

namespace parallax {

// Adds what the workers' copies have counted to the caller's, and sets theirs to zero. Counters that all
// share stay as they are.
template <class Number>
void add_up(AnyRuntime& runtime, std::span<std::atomic<Number>> counters) {
  std::vector<Number> sums(counters.begin(), counters.end());
  runtime.pull(std::as_bytes(counters), [&](std::span<const std::byte> copy) {
    const auto* const counted = reinterpret_cast<const Number*>(copy.data());
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += counted[i];
  });
  for (auto& counter : counters) counter.store(0, std::memory_order_relaxed);
  runtime.push(std::as_bytes(counters));
  for (std::size_t i = 0; i < sums.size(); ++i) counters[i].store(sums[i], std::memory_order_relaxed);
}

}  // namespace parallax
