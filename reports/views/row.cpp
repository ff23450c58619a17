// SPDX-License-Identifier: MIT
#include "reports/views/row.hpp"

#include <algorithm>
#include <set>

#include "reports/statistics/median.hpp"

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
  if (row.status != Status::value) {
    row.message = different_errors(cell);
    return row;
  }
  row.seconds = median_with_interval(cell.seconds);
  if (row.planned > row.repetitions)
    row.seconds->warn("fewer repetitions than the run had planned: it was interrupted");
  row.cpu_seconds = median(cell.cpu_seconds);
  if (row.seconds->point() > 0) row.cores_used = *row.cpu_seconds / row.seconds->point();
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
  return row.speedup.estimate->through([=](double speedup) { return speedup / workers; });
}

}  // namespace parallax::reports
