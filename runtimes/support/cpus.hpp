// SPDX-License-Identifier: MIT
//
// How many processors this process may really use: its affinity and its cgroup's CPU quota counted.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

namespace parallax {

// The tightest CPU quota of this process' cgroups (version 1 or 2), in processors; nothing if there is none.
// `root` is the directory that holds /proc and /sys; tests give another one.
std::optional<double> cgroup_cpu_quota(const std::filesystem::path& root = "/");

// For how long this process' cgroups have been held back so far because a quota was used up, in seconds, as the kernel
// adds it up over processors; nothing if they do not tell. `root` as above.
std::optional<double> cgroup_throttled_seconds(const std::filesystem::path& root = "/");

// The smaller of both, a fraction of a processor not counted, at least 1.
int usable_cpus();

// How long the workers of a pool of this size may spin: not at all if they outnumber the processors, for then
// the one that is waited for may need the processor that the waiting one occupies.
std::chrono::nanoseconds spin_budget_for(int workers);

}  // namespace parallax
