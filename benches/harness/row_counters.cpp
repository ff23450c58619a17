// SPDX-License-Identifier: MIT
#include "benches/harness/row_counters.hpp"

namespace parallax {

std::int64_t items_of(const Cell& cell) {
  return static_cast<std::int64_t>(cell.subject->items(cell.parameters));
}

std::int64_t bytes_of(const Cell& cell) {
  return static_cast<std::int64_t>(cell.parameters.size * cell.subject->bytes_per_item(cell.parameters));
}

std::vector<RowCounter> row_counters(const Cell& cell, const Outcome& outcome, std::int64_t count) {
  const Measurement& measured = outcome.measurement;
  const auto iterations = static_cast<double>(count);
  std::vector<RowCounter> counters;
  if (const auto bytes = bytes_of(cell); bytes > 0 && measured.cpu_seconds > 0)
    counters.push_back({"cpu_per_gb", measured.cpu_seconds / iterations / static_cast<double>(bytes) * 1e9});
  counters.push_back({"pss", measured.pss_bytes, true});
  counters.push_back({"start", measured.start_seconds});
  counters.push_back({"stop", measured.stop_seconds});
  counters.push_back({"switches", measured.context_switches / iterations});
  if (outcome.foreign_load) counters.push_back({"foreign_load", *outcome.foreign_load});
  if (outcome.throttled_seconds) counters.push_back({"throttled_seconds", *outcome.throttled_seconds});
  for (const NamedValue& counter : measured.counters) {
    const std::string_view name = counter.name;
    if (name.empty()) break;
    counters.push_back({std::string(name), counter.value});
  }
  return counters;
}

}  // namespace parallax
