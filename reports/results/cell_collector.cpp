// SPDX-License-Identifier: MIT
#include "reports/results/cell_collector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "reports/results/excerpt.hpp"
#include "reports/results/results.hpp"

namespace parallax::reports {
namespace {

// Four times the million that a report has to bear, and their counters: what a file of largest_file could
// hold beyond that would not fit into memory.
constexpr std::size_t most_rows = 4'000'000;
constexpr std::size_t most_counters_of_file = 32'000'000;

double seconds_per(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, double>, 4> units{
      {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1.0}}};
  for (const auto& [name, seconds] : units)
    if (name == unit) return seconds;
  return 0;
}

// Aggregates are computed from rows that stand beside them.
bool is_aggregate(const ResultRow& row) {
  const auto type =
      row.text_or(ResultRow::run_type, row.has(ResultRow::aggregate_name) ? "aggregate" : "iteration");
  if (type != "aggregate" && type != "iteration")
    row.fail(fmt::format("\"run_type\" is \"{}\", expected iteration or aggregate", excerpt(type)));
  return type == "aggregate";
}

// Returns how many counters the cell did not have before.
std::size_t add_counters(ResultRow& row, Cell& cell) {
  const auto before = cell.counters.size();
  auto next = cell.counters.begin();  // rows of a cell mostly have the same ones
  for (const auto& [name, value] : row.counters()) {
    const auto found = cell.counters.try_emplace(next, name);
    found->second.push_back(value);
    next = std::next(found);
  }
  return cell.counters.size() - before;
}

}  // namespace

void CellCollector::add(ResultRow& row) {
  if (++rows_ > most_rows) row.fail(fmt::format("more rows than {} are not read", most_rows));
  const auto& name = row.text(ResultRow::name);
  if (is_aggregate(row)) return;
  auto& cell = cell_of(name);
  if (const auto repetition = row.count(ResultRow::repetition_index))
    repetitions_.push_back({current_, *repetition, row.index()});
  cell.planned = std::max<std::size_t>(cell.planned, row.count(ResultRow::repetitions).value_or(0));
  if (const auto label = row.text_or(ResultRow::label, ""); !label.empty()) cell.label = label;

  if (row.flag(ResultRow::error_occurred)) {
    cell.errors.emplace_back(row.text_or(ResultRow::error_message, "failed: no reason given"));
    return;
  }
  if (row.flag(ResultRow::skipped)) {  // Google Benchmark 1.8 tells skipping from failing
    cell.errors.push_back("not supported: " +
                          std::string(row.text_or(ResultRow::skip_message, "no reason given")));
    return;
  }
  const auto unit = row.text_or(ResultRow::time_unit, "ns");
  const auto scale = seconds_per(unit);
  if (scale == 0) row.fail(fmt::format("\"time_unit\" is \"{}\", expected ns, us, ms or s", excerpt(unit)));
  cell.seconds.push_back(row.time(ResultRow::real_time) * scale);
  cell.cpu_seconds.push_back(row.time(ResultRow::cpu_time) * scale);
  counters_ += add_counters(row, cell);
  if (counters_ > most_counters_of_file)
    row.fail(fmt::format("more counters than {} are not read", most_counters_of_file));
}

std::vector<Cell> CellCollector::take() {
  if (rows_ == 0) throw ResultsError(file_ + ": no benchmark ran; does the filter match any?");
  if (cells_.empty())
    throw ResultsError(file_ + ": holds aggregates only; run without --benchmark_report_aggregates_only");
  check_repetitions();
  return std::move(cells_);
}

Cell& CellCollector::cell_of(const std::string& name) {
  if (current_ < cells_.size() && cells_[current_].name == name) return cells_[current_];
  if (const auto found = known_.find(name)) return cells_[current_ = *found];
  current_ = cells_.size();
  auto& cell = cells_.emplace_back();
  cell.name = name;
  cell.id = parse_cell_name(name);
  known_.add(current_);
  return cell;
}

// Sorted once at the end, so that no order of rows makes it slow.
void CellCollector::check_repetitions() {
  std::sort(repetitions_.begin(), repetitions_.end(), [](const Repetition& one, const Repetition& other) {
    return std::tie(one.cell, one.repetition, one.row) < std::tie(other.cell, other.repetition, other.row);
  });
  const Repetition* first = nullptr;
  const Repetition* second = nullptr;
  for (std::size_t i = 1; i < repetitions_.size(); ++i) {
    const auto &one = repetitions_[i - 1], &other = repetitions_[i];
    const bool twice = one.cell == other.cell && one.repetition == other.repetition;
    if (twice && (!second || other.row < second->row)) first = &one, second = &other;
  }
  if (second)
    throw ResultsError(
        fmt::format("{}: benchmarks[{}] ({}): repetition {} occurs twice, in benchmarks[{}] too", file_,
                    second->row, excerpt(cells_[second->cell].name), second->repetition, first->row));
}

}  // namespace parallax::reports
