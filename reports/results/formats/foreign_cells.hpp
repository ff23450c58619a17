// SPDX-License-Identifier: MIT
// Cells of a file in another tool's format while they are gathered.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "reports/results/json_tree.hpp"
#include "reports/results/remarks.hpp"
#include "reports/results/results.hpp"

namespace parallax::reports {

class ForeignCells {
 public:
  explicit ForeignCells(const std::string& file) { results_.sources.push_back({file, {}}); }

  Source& source() { return results_.sources.front(); }
  void add_context(const char* key, const JsonTree& value) {
    if (auto text = value.shown(); !text.empty()) source().context.push_back({key, std::move(text)});
  }

  // Never a cell of ours, whatever it is called. A second one of a name is "name #2".
  Cell& add(const std::string& name) {
    auto called = name;
    for (int number = 2; !names_.insert(called).second; ++number)
      called = fmt::format("{} #{}", name, number);
    auto& cell = results_.cells.emplace_back();
    cell.name = cell.id.kernel = called;
    return cell;
  }

  // One without a name, at this place in the file.
  void leave_out(std::string place, const char* why) {
    remarks_.add(fmt::format("{}: {}: {}; left out", source().file, place, why));
  }

  // A cell that has neither times nor aggregates says so. Throws ResultsError if there are no cells.
  Results take() {
    if (results_.cells.empty()) throw ResultsError(source().file + ": no benchmark ran");
    for (auto& cell : results_.cells) {
      for (auto& time : cell.seconds)
        if (!(std::isfinite(time) && time >= 0))
          cell.errors.emplace_back("unreadable: one of its times is none");
      if (cell.repetitions() == 0 && cell.aggregates.empty())
        cell.errors.emplace_back("unreadable: it has no times");
      if (!cell.errors.empty()) cell.seconds.clear(), cell.cpu_seconds.clear(), cell.counters.clear();
    }
    source().remarks = remarks_.take();
    return std::move(results_);
  }

 private:
  Results results_;
  std::set<std::string> names_;
  Remarks remarks_;
};

// Says of a cell that some of its times cannot be used.
inline void warn_of_others(Cell& cell, std::size_t others, std::size_t all) {
  if (others > 0)
    cell.warnings.push_back(fmt::format("{} of {} times are no numbers, and left out", others, all));
}

// The numbers in a list of times.
inline std::vector<double> times_among(const JsonTree& list, Cell& cell) {
  auto times = list.numbers();
  warn_of_others(cell, list.items.size() - times.size(), list.items.size());
  return times;
}

// Adds what the tool computed, if it is there; `scale` is how many seconds its unit has.
inline void add_aggregate(Cell& cell, const char* name, std::optional<double> value, double scale = 1) {
  if (value && std::isfinite(*value * scale))
    cell.aggregates.push_back({.name = name, .value = *value * scale});
}

}  // namespace parallax::reports
