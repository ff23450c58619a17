// SPDX-License-Identifier: MIT
//
// Cells with more processes as workers than this machine lets us have: found before they are started, which would take
// minutes, and as long to clean up.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "benches/harness/cell.hpp"

namespace parallax {

// How many processes there may be beside those that there are, and what says so.
struct ProcessLimit {
  std::uint64_t most = 0;
  std::string why;  // "pids.max of its cgroup"
};

// The tightest of: user limits of processes and descriptors, the cgroups' pids.max, the kernel's own numbers, memory.
// `root` is the directory that holds /proc and /sys; tests give another one.
ProcessLimit process_limit(const std::filesystem::path& root = "/");

// Takes cells with more processes out of `cells` and says which they are; nothing if there are none. Throws UsageError if no
// cell would be left.
std::string leave_out_too_many_processes(std::vector<Cell>& cells, const ProcessLimit& limit);

}  // namespace parallax
