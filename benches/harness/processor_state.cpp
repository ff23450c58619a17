// SPDX-License-Identifier: MIT
#include "benches/harness/processor_state.hpp"

#include <fmt/format.h>

#include <fstream>
#include <map>

namespace parallax {
namespace {

namespace fs = std::filesystem;

std::string word_of(const fs::path& file) {
  std::string word;
  std::ifstream(file) >> word;
  return word;
}

}  // namespace

std::string core_types(const fs::path& root) {
  std::string text;
  const auto add = [&](const std::string& more) { text.append(text.empty() ? "" : ", ").append(more); };
  for (const char* const kind : {"cpu_core", "cpu_atom", "cpu_lowpower"}) {
    if (const auto cpus = word_of(root / "sys/devices" / kind / "cpus"); !cpus.empty())
      add(fmt::format("{}: {}", kind, cpus));
  }
  if (!text.empty()) return text;
  std::map<int, int> processors;  // by their capacity
  for (int number = 0;; ++number) {
    int capacity = 0;
    const auto folder = root / "sys/devices/system/cpu" / fmt::format("cpu{}", number);
    if (!(std::ifstream(folder / "cpu_capacity") >> capacity)) break;
    ++processors[capacity];
  }
  if (processors.size() < 2) return "all alike";
  for (const auto& [capacity, count] : processors)
    add(fmt::format("capacity {}: {} processors", capacity, count));
  return text;
}

std::string boost_state(const fs::path& root) {
  const auto boost = word_of(root / "sys/devices/system/cpu/cpufreq/boost");
  if (!boost.empty()) return boost == "0" ? "off" : "on";
  const auto no_turbo = word_of(root / "sys/devices/system/cpu/intel_pstate/no_turbo");
  if (!no_turbo.empty()) return no_turbo == "0" ? "on" : "off";
  return "unknown";
}

}  // namespace parallax
