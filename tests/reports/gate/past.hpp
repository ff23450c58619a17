// SPDX-License-Identifier: MIT
// Histories for tests.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "reports/gate/history.hpp"

namespace parallax::reports::gate::past {

inline HistoryCell measured(const std::string& name, double ratio) {
  return {name, Verdict::no_change, HistoryRatio{ratio, ratio * 0.99, ratio * 1.01, 24}};
}

inline HistoryCell unmeasured(const std::string& name, Verdict verdict) { return {name, verdict, {}}; }

// Commits a day apart from 2026-01-01 on. The number stands in the first seven characters.
inline std::string commit(std::size_t number) { return fmt::format("{:07x}{:033x}", number, 0); }
inline std::string day(std::size_t number) {
  return fmt::format("2026-{:02}-{:02}T12:00:00Z", 1 + number / 28, 1 + number % 28);
}

inline HistoryRecord record(std::size_t number, std::vector<HistoryCell> cells,
                            const std::string& reference = "v1.2", const std::string& machine = "Test CPU") {
  return {commit(number),  fmt::format("Commit {}", number), day(number), reference, machine,
          std::move(cells)};
}

// Around 1, and from `at` on around 1 + step; the same for equal numbers.
inline double wavering(std::size_t number, std::size_t at, double step) {
  const auto noise = 0.004 * (static_cast<double>(number * 7919 % 13) / 6 - 1);
  return (number < at ? 1 : 1 + step) * (1 + noise);
}

inline std::vector<HistoryRecord> stepped(std::size_t count, std::size_t at, double step) {
  std::vector<HistoryRecord> records;
  for (std::size_t i = 0; i < count; ++i)
    records.push_back(record(i, {measured("spin/team", wavering(i, at, step))}));
  return records;
}

}  // namespace parallax::reports::gate::past
