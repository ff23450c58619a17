// SPDX-License-Identifier: MIT
//
// What the tasks of the kernel `graph` do: its params, which the controls written by hand read too.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "benches/support/dependence_pattern.hpp"
#include "support/random.hpp"

namespace parallax {

// What the amount is of: multiply-adds; bytes that are copied; multiply-adds of a task on average, from none to twice
// as many; microseconds that it waits.
enum class TaskWork : std::uint64_t { empty, compute, memory, imbalance, wait };
inline constexpr std::array<std::string_view, 5> work_words{"empty", "compute", "memory", "imbalance",
                                                            "wait"};

struct PatternedTasks {
  DependencePattern pattern;
  TaskWork work;
  std::uint64_t amount;
};

// What a task's value begins with, to which those of its inputs are added.
inline std::uint64_t own_number(GraphTask task) {
  return splitmix64(std::uint64_t{task.step} << 32 | task.point);
}

}  // namespace parallax
