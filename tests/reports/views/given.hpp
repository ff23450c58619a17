// SPDX-License-Identifier: MIT
// Views of cells that a test gives.
#pragma once

#include <string>
#include <vector>

#include "reports/views/views.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports::given {

inline Views views_of(std::vector<Cell> cells, const std::string& processors = "2") {
  Results results;
  results.sources.push_back({"test.json", {{"usable_cpus", processors}}});
  results.cells = std::move(cells);
  return make_views(std::move(results));
}

// Six repetitions around a time, in milliseconds; each name gets a spread of its own, so that no two are
// equal.
inline Cell steady(const std::string& name, double milliseconds) {
  auto cell = sample::cell(name, {});
  for (const auto factor : {0.998, 1.003, 1.0, 0.999, 1.002, 1.001}) {
    cell.seconds.push_back(milliseconds * 1e-3 * factor);
    cell.cpu_seconds.push_back(milliseconds * 1e-3 * factor);
  }
  return cell;
}

// The same, busy for that share of its time.
inline Cell busy(const std::string& name, double milliseconds, double share) {
  auto cell = steady(name, milliseconds);
  for (auto& one : cell.cpu_seconds) one *= share;
  return cell;
}

inline std::vector<std::string> names(const Views& views, const std::vector<std::size_t>& rows) {
  std::vector<std::string> all;
  for (const auto row : rows) all.push_back(views.rows[row].name);
  return all;
}

}  // namespace parallax::reports::given
