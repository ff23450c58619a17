// SPDX-License-Identifier: MIT
#include "reports/views/row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/statistics/median.hpp"
#include "support/units.hpp"

namespace parallax::reports {
namespace {

std::string different_errors(const Cell& cell) {
  std::string text;
  for (const auto& error : std::set<std::string>(cell.errors.begin(), cell.errors.end()))
    text += (text.empty() ? "" : "; ") + error;
  if (cell.errors.size() < cell.repetitions())
    text += " (" + std::to_string(cell.errors.size()) + " of " + std::to_string(cell.repetitions()) +
            " repetitions)";
  return text;
}

// "mean 50 ns, median 51 ns, stddev 2 ns, cv 4 %, of 3 repetitions".
std::string aggregates_text(const Cell& cell) {
  std::string text;
  for (const auto& one : cell.aggregates) {
    text += (text.empty() ? "" : ", ") + one.name + ' ';
    text += one.is_share ? fmt::format("{:.3g} %", 100 * one.value) : seconds_text(one.value);
    if (one.bounds) text += " (" + seconds_range_text(one.bounds->first, one.bounds->second) + ")";
  }
  if (cell.planned > 0)
    text += fmt::format(", of {} repetition{}", cell.planned, cell.planned == 1 ? "" : "s");
  return text;
}

}  // namespace

const Estimate* Row::counter(const std::string& counter_name) const {
  const auto found = counters.find(counter_name);
  return found == counters.end() ? nullptr : &found->second;
}

Row make_row(const Cell& cell, const Comparisons& comparisons) {
  Row row;
  row.name = cell.name;
  row.id = cell.id;
  row.status = status_of(cell);
  row.label = cell.label;
  row.repetitions = cell.repetitions();
  row.planned = cell.planned;
  row.speedup = comparisons.speedup(cell);
  row.odd_counters = cell.odd_counters;
  row.warnings = cell.warnings;
  if (row.status == Status::aggregated) {
    row.message = aggregates_text(cell);
    row.repetitions = cell.planned;
    row.aggregates = cell.aggregates;
    for (const auto& [key, values] : cell.counters)
      if (!values.empty()) row.counters.emplace(key, Estimate{values.front(), {}, {}});
    return row;
  }
  if (row.status != Status::value) {
    row.message = different_errors(cell);
    return row;
  }
  row.seconds = median_with_interval(cell.seconds);
  if (row.planned > row.repetitions)
    row.seconds->warnings.push_back("fewer repetitions than the run had planned: it was interrupted");
  for (const auto& warning : cell.warnings) row.seconds->warnings.push_back(warning);
  if (!cell.cpu_seconds.empty()) row.cpu_seconds = median(cell.cpu_seconds);
  // What other programs count as CPU time is not always that of all their threads.
  if (row.cpu_seconds && row.seconds->value > 0 && !row.id.runtime.empty())
    row.cores_used = *row.cpu_seconds / row.seconds->value;
  for (const auto& [key, values] : cell.counters) row.counters.emplace(key, median_with_interval(values));
  return row;
}

std::span<const double> usable_times(const Row& row, const std::vector<Cell>& cells) {
  const auto& seconds = cells[row.cell].seconds;
  const bool all_positive = std::all_of(seconds.begin(), seconds.end(), [](double one) { return one > 0; });
  if (row.status != Status::value || !all_positive) return {};
  return seconds;
}

std::optional<Estimate> efficiency(const Row& row) {
  if (!row.speedup.estimate || !row.id.workers || *row.id.workers < 1) return std::nullopt;
  const auto workers = static_cast<double>(*row.id.workers);
  auto estimate = *row.speedup.estimate;
  estimate.value /= workers;
  if (estimate.interval) {
    estimate.interval->low /= workers;
    estimate.interval->high /= workers;
  }
  return estimate;
}

}  // namespace parallax::reports
