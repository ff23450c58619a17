// SPDX-License-Identifier: MIT
#include "reports/gate/machine.hpp"

#include <sys/utsname.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/affinity.hpp"

namespace parallax::reports::gate {
namespace {

constexpr double most_stolen = 0.05;
constexpr std::uint64_t fewest_ticks = 2;
constexpr std::uint64_t in_use = 4;  // one tick of so many had something to run

// The folders of our cgroup (version 2), from its own up to the root of the mount.
std::vector<std::filesystem::path> cgroups() {
  std::ifstream file("/proc/self/cgroup");
  std::vector<std::filesystem::path> all;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("0::", 0) != 0) continue;
    const std::filesystem::path mount("/sys/fs/cgroup");
    for (auto at = mount / std::filesystem::path(line.substr(3)).relative_path();; at = at.parent_path()) {
      all.push_back(at);
      if (at == mount || at == at.root_path()) break;
    }
  }
  return all;
}

std::uint64_t throttled_periods() {
  std::uint64_t sum = 0;
  for (const auto& folder : cgroups()) {
    std::ifstream file(folder / "cpu.stat");
    std::string key;
    for (std::uint64_t value = 0; file >> key >> value;)
      if (key == "nr_throttled") sum += value;
  }
  return sum;
}

std::string first_line(const char* file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  return line;
}

std::string value_in(const char* file, const std::string& key) {
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind(key, 0) != 0) continue;
    const auto colon = line.find(':');
    const auto begin = colon == std::string::npos ? colon : line.find_first_not_of(" \t", colon + 1);
    if (begin != std::string::npos) return line.substr(begin);
  }
  return {};
}

}  // namespace

MachineState MachineState::now() {
  MachineState state;
  std::ifstream stat("/proc/stat");
  state.processors = processors_in(stat);
  // Processors that we may not use say nothing of us.
  const auto ours = affinity();
  std::erase_if(state.processors,
                [&](const auto& one) { return !std::binary_search(ours.begin(), ours.end(), one.first); });
  state.throttled = throttled_periods();
  return state;
}

// "cpu3 user nice system idle iowait irq softirq steal ..."; the line "cpu" is their sum.
std::map<int, ProcessorTicks> processors_in(std::istream& stat) {
  constexpr int idle = 3, waiting = 4, stolen = 7;
  std::map<int, ProcessorTicks> all;
  for (std::string line; std::getline(stat, line) && line.rfind("cpu", 0) == 0;) {
    std::istringstream fields(line.substr(3));
    int number = 0;
    if (line[3] == ' ' || !(fields >> number)) continue;
    auto& ticks = all[number];
    std::uint64_t value = 0;
    for (int field = 0; field <= stolen && fields >> value; ++field) {
      ticks.all += value;
      if (field == stolen)
        ticks.stolen += value;
      else if (field != idle && field != waiting)
        ticks.busy += value;
    }
  }
  return all;
}

Disturbance between(const MachineState& before, const MachineState& after) {
  Disturbance found;
  found.throttled = found.too_much = after.throttled > before.throttled;
  for (const auto& [number, then] : after.processors) {
    const auto known = before.processors.find(number);
    if (known == before.processors.end()) continue;  // it came meanwhile
    const auto& first = known->second;
    // Some kernels let counters fall by a tick.
    const auto risen = [](std::uint64_t from, std::uint64_t to) { return to > from ? to - from : 0; };
    const auto stolen = risen(first.stolen, then.stolen), wanted = risen(first.busy, then.busy) + stolen;
    if (wanted == 0 || wanted * in_use < risen(first.all, then.all)) continue;
    const auto share = static_cast<double>(stolen) / static_cast<double>(wanted);
    found.stolen = std::max(found.stolen, share);
    found.too_much = found.too_much || (stolen >= fewest_ticks && share > most_stolen);
  }
  return found;
}

int usable_processors() {
  int count = affinity_cpus();
  for (const auto& folder : cgroups()) {
    std::ifstream file(folder / "cpu.max");
    std::string quota;
    double period = 0;
    if (file >> quota >> period && quota != "max" && period > 0)
      count = std::min(count, static_cast<int>(std::floor(std::strtod(quota.c_str(), nullptr) / period)));
  }
  return std::max(count, 1);
}

std::vector<std::pair<std::string, std::string>> machine_facts() {
  std::vector<std::pair<std::string, std::string>> facts;
  const auto add = [&](const char* name, std::string value) {
    if (!value.empty()) facts.emplace_back(name, std::move(value));
  };
  utsname kernel{};
  ::uname(&kernel);
  add("cpu_model", value_in("/proc/cpuinfo", "model name"));
  add("usable_cpus", std::to_string(usable_processors()));
  add("kernel", kernel.release);
  add("virtual_machine",
      value_in("/proc/cpuinfo", "flags").find(" hypervisor") != std::string::npos ? "yes" : "no");
  add("governor", first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
  add("address_randomisation", first_line("/proc/sys/kernel/randomize_va_space"));
  add("load", first_line("/proc/loadavg"));
  return facts;
}

}  // namespace parallax::reports::gate
