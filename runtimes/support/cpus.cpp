// SPDX-License-Identifier: MIT
//
// Formats: cgroup version 2 has "cpu.max" with "QUOTA PERIOD" or "max PERIOD"; version 1 has cpu.cfs_quota_us
// (-1 for none) and cpu.cfs_period_us. A quota of any ancestor holds too.
#include "runtimes/support/cpus.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "runtimes/support/spin.hpp"
#include "support/affinity.hpp"

namespace parallax {
namespace {

namespace fs = std::filesystem;

std::optional<double> quota_of(const fs::path& group) {
  std::string quota;
  double period = 0;
  if (std::ifstream(group / "cpu.max") >> quota >> period) {
    if (quota == "max" || period <= 0) return {};
    try {
      return std::stod(quota) / period;
    } catch (const std::exception&) {
      return {};
    }
  }
  double microseconds = 0;
  if (std::ifstream(group / "cpu.cfs_quota_us") >> microseconds && microseconds > 0 &&
      std::ifstream(group / "cpu.cfs_period_us") >> period && period > 0)
    return microseconds / period;
  return {};
}

// The directories that may hold this process' CPU controller, by the lines "ID:CONTROLLERS:PATH".
std::vector<fs::path> cgroup_directories(const fs::path& root) {
  std::vector<fs::path> found;
  std::ifstream lines(root / "proc/self/cgroup");
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const fs::path path = fs::path(line.substr(second + 1)).relative_path();
    const fs::path mount = root / "sys/fs/cgroup";
    if (controllers == ",,") found.push_back(mount / path);
    if (controllers.find(",cpu,") != std::string::npos) {
      found.push_back(mount / "cpu" / path);
      found.push_back(mount / "cpu,cpuacct" / path);
    }
  }
  return found;
}

}  // namespace

std::optional<double> cgroup_cpu_quota(const fs::path& root) {
  std::optional<double> tightest;
  const fs::path mount = root / "sys/fs/cgroup";
  for (fs::path group : cgroup_directories(root)) {
    for (;; group = group.parent_path()) {
      if (const auto quota = quota_of(group)) tightest = std::min(*quota, tightest.value_or(*quota));
      if (group == mount || group.parent_path() == group) break;
    }
  }
  return tightest;
}

int usable_cpus() {
  const int cpus = affinity_cpus();
  const auto quota = cgroup_cpu_quota();
  return std::max(1, quota && *quota < cpus ? static_cast<int>(*quota) : cpus);
}

std::chrono::nanoseconds spin_budget_for(int workers) {
  return workers <= usable_cpus() ? spin_budget : std::chrono::nanoseconds(0);
}

}  // namespace parallax
