// SPDX-License-Identifier: MIT
#include "benches/harness/process_limit.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>

#include "benches/support/usage_error.hpp"

namespace parallax {
namespace {

namespace fs = std::filesystem;

// What the kernel keeps for a process that shares nearly everything with its parent: its stack, its page tables.
constexpr std::uint64_t memory_of_a_process = 128 << 10;

// What a host has open beside a descriptor for each worker.
constexpr std::uint64_t other_descriptors = 64;

// Nothing if it is not there, or no number ("max").
std::optional<std::uint64_t> number_in(const fs::path& file) {
  std::ifstream stream(file);
  std::uint64_t number = 0;
  if (stream >> number) return number;
  return {};
}

std::optional<std::uint64_t> available_memory(const fs::path& root) {
  std::ifstream stream(root / "proc/meminfo");
  for (std::string line; std::getline(stream, line);)
    if (unsigned long long kib = 0; std::sscanf(line.c_str(), "MemAvailable: %llu", &kib) == 1)
      return kib << 10;
  return {};
}

// The folders of this process' cgroup and those above it, of version 2 or of version 1's controller.
std::vector<fs::path> cgroups(const fs::path& root) {
  std::vector<fs::path> all;
  std::ifstream stream(root / "proc/self/cgroup");
  for (std::string line; std::getline(stream, line);) {
    const auto first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    if (!controllers.empty() && controllers != "pids") continue;
    const fs::path base = root / "sys/fs/cgroup" / controllers;
    for (fs::path at = fs::path(line.substr(second + 1)).relative_path();; at = at.parent_path()) {
      all.push_back(base / at);
      if (at.empty()) break;
    }
  }
  return all;
}

}  // namespace

ProcessLimit process_limit(const fs::path& root) {
  ProcessLimit limit{.most = std::numeric_limits<std::uint64_t>::max(), .why = ""};
  const auto allow = [&](std::uint64_t most, const char* why) {
    if (most < limit.most) limit = {most, why};
  };
  rlimit user{};
  if (geteuid() != 0 && getrlimit(RLIMIT_NPROC, &user) == 0 && user.rlim_cur != RLIM_INFINITY)
    allow(user.rlim_cur, "the limit of processes of this user (ulimit -u)");
  if (getrlimit(RLIMIT_NOFILE, &user) == 0 && user.rlim_max != RLIM_INFINITY)
    allow(user.rlim_max - std::min<std::uint64_t>(user.rlim_max, other_descriptors),
          "the limit of open files (ulimit -Hn)");
  for (const fs::path& group : cgroups(root)) {
    const auto most = number_in(group / "pids.max"), now = number_in(group / "pids.current");
    if (most) allow(*most - std::min(*most, now.value_or(0)), "pids.max of its cgroup");
  }
  if (const auto most = number_in(root / "proc/sys/kernel/pid_max")) allow(*most, "the kernel's pid_max");
  if (const auto most = number_in(root / "proc/sys/kernel/threads-max"))
    allow(*most, "the kernel's threads-max");
  if (const auto bytes = available_memory(root))
    allow(*bytes / memory_of_a_process, "the memory that is free");
  return limit;
}

std::string leave_out_too_many_processes(std::vector<Cell>& cells, const ProcessLimit& limit) {
  std::size_t count = 0;
  std::string example;
  std::erase_if(cells, [&](const Cell& cell) {
    if (static_cast<std::uint64_t>(cell.subject->processes(cell.workers)) <= limit.most) return false;
    if (count++ == 0) example = cell.name();
    return true;
  });
  if (count == 0) return {};
  const std::string text = fmt::format("{} would have more than {} processes, which is what {} allows: {}{}",
                                       count == 1 ? "1 cell" : fmt::format("{} cells", count), limit.most,
                                       limit.why, count == 1 ? "" : "e.g. ", example);
  if (cells.empty()) throw UsageError(text);
  return "left out: " + text;
}

}  // namespace parallax
