// SPDX-License-Identifier: MIT
//
// Formats: cgroup version 2 has "cpu.max" with "QUOTA PERIOD" or "max PERIOD"; version 1 has cpu.cfs_quota_us
// (-1 for none) and cpu.cfs_period_us. A quota of any ancestor holds too. Both have cpu.stat with lines "KEY NUMBER", which
// tells of throttling: "throttled_usec" in version 2, "throttled_time" in nanoseconds in version 1.
#include "runtimes/support/cpus.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "runtimes/support/cgroups.hpp"
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

std::optional<double> throttled_seconds_of(const fs::path& group) {
  std::ifstream file(group / "cpu.stat");
  std::string key;
  for (double value = 0; file >> key >> value;) {
    if (key == "throttled_usec") return value * 1e-6;
    if (key == "throttled_time") return value * 1e-9;
  }
  return {};
}

}  // namespace

std::optional<double> cgroup_cpu_quota(const fs::path& root) {
  std::optional<double> tightest;
  for (const fs::path& group : cgroups_of("cpu", root)) {
    if (const auto quota = quota_of(group)) tightest = std::min(*quota, tightest.value_or(*quota));
  }
  return tightest;
}

std::optional<double> cgroup_throttled_seconds(const fs::path& root) {
  std::optional<double> sum;
  for (const fs::path& group : cgroups_of("cpu", root)) {
    if (const auto seconds = throttled_seconds_of(group)) sum = sum.value_or(0) + *seconds;
  }
  return sum;
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
