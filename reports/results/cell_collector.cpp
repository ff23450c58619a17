// SPDX-License-Identifier: MIT
#include "reports/results/cell_collector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "reports/results/computed_notes.hpp"
#include "reports/results/excerpt.hpp"
#include "reports/results/old_aggregates.hpp"
#include "reports/results/results.hpp"

namespace parallax::reports {
namespace {

// Four times the million that a report has to bear, and their counters: what a file of largest_file could
// hold beyond that would not fit into memory.
constexpr std::size_t most_rows = 4'000'000;
constexpr std::size_t most_counters_of_file = 32'000'000;

// Of benchmarks with one name. More of them are no mistake of somebody's, and looking for the right one takes time.
constexpr std::size_t most_copies = 1000;

constexpr std::size_t most_warnings_of_cell = 3;

double seconds_per(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, double>, 4> units{
      {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1.0}}};
  for (const auto& [name, seconds] : units)
    if (name == unit) return seconds;
  return 0;
}

double seconds_per_unit_of(const ResultRow& row) {
  const auto unit = row.text_or(ResultRow::time_unit, "ns");
  const auto scale = seconds_per(unit);
  if (scale == 0)
    throw RowError(fmt::format("\"time_unit\" is \"{}\", expected ns, us, ms or s", excerpt(unit)));
  return scale;
}

// Aggregates are all that say so, whatever else is wrong with them.
bool is_aggregate(const ResultRow& row) {
  return row.has_text(ResultRow::run_type) ? row.text(ResultRow::run_type) == "aggregate"
                                           : row.has_text(ResultRow::aggregate_name);
}

void check_type(const ResultRow& row) {
  if (const auto type = row.text_or(ResultRow::run_type, "iteration"); type != "iteration")
    throw RowError(fmt::format("\"run_type\" is \"{}\", expected iteration or aggregate", excerpt(type)));
}

const char* word_of(double value) { return std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity"; }

}  // namespace

void CellCollector::add(ResultRow& row) {
  if (++rows_ > most_rows)
    throw ResultsError(fmt::format("{}: {}: more rows than {} are not read", file_, row.place(), most_rows));
  try {
    if (!row.has_text(ResultRow::name)) row.check();
    row.text(ResultRow::name);
    if (const auto of = fitted(row); !of.empty()) return notes_.add(fit_note(row, of));
    if (is_aggregate(row))
      add_aggregate(row);
    else
      add_repetition(row);
  } catch (const RowError& error) {
    remarks_.add(fmt::format("{}: {}: {}; left out", file_, row.place(), error.what()));
  }
}

void CellCollector::add_repetition(ResultRow& row) {
  std::optional<std::uint64_t> repetition;
  std::string why;
  try {
    repetition = row.count(ResultRow::repetition_index);
  } catch (const RowError& error) {
    why = error.what();
  }
  auto& cell = cell_of(row.text(ResultRow::name), row, repetition);
  progress_[current_].is_of_old = !row.has(ResultRow::run_type);
  try {
    if (!why.empty()) throw RowError(why);
    row.check();
    check_type(row);
    read_repetition(row, cell);
  } catch (const RowError& error) {
    cell.errors.push_back(fmt::format("unreadable: benchmarks[{}]: {}", row.index(), error.what()));
  }
  if (counters_ > most_counters_of_file)
    throw ResultsError(
        fmt::format("{}: {}: more counters than {} are not read", file_, row.place(), most_counters_of_file));
}

void CellCollector::read_repetition(ResultRow& row, Cell& cell) {
  cell.planned = std::max<std::size_t>(cell.planned, row.count(ResultRow::repetitions).value_or(0));
  if (const auto label = row.text_or(ResultRow::label, ""); !label.empty()) cell.label = label;
  if (row.flag(ResultRow::error_occurred)) {
    const auto why = row.text_or(ResultRow::error_message, "");
    cell.errors.emplace_back(why.empty() ? "failed: no reason given" : why);
    return;
  }
  if (row.flag(ResultRow::skipped)) {  // Google Benchmark 1.8 tells skipping from failing
    const auto why = row.text_or(ResultRow::skip_message, "");
    cell.errors.push_back("not supported: " + std::string(why.empty() ? "no reason given" : why));
    return;
  }
  const auto scale = seconds_per_unit_of(row);
  cell.seconds.push_back(row.time(ResultRow::real_time) * scale);
  try {
    const auto cpu = row.time(ResultRow::cpu_time) * scale;
    // No program runs without a processor: it was not told, or less than its clock can tell.
    if (cpu > 0)
      cell.cpu_seconds.push_back(cpu);
    else
      progress_[current_].lacks_cpu = true;
  } catch (const RowError& error) {
    progress_[current_].lacks_cpu = true;
    warn(cell, row, fmt::format("{}: no CPU time is shown", error.what()));
  }
  add_counters(row, cell);
}

void CellCollector::add_counters(ResultRow& row, Cell& cell) {
  const auto before = cell.counters.size() + cell.odd_counters.size();
  auto next = cell.counters.begin();  // rows of a cell mostly have the same ones
  for (const auto& [name, value] : row.counters()) {
    if (!std::isfinite(value)) {
      cell.odd_counters[name] = word_of(value);
      continue;
    }
    const auto found = cell.counters.try_emplace(next, name);
    found->second.push_back(value);
    next = std::next(found);
  }
  counters_ += cell.counters.size() + cell.odd_counters.size() - before;
  if (const auto& twice = row.counter_twice(); !twice.empty())
    warn(cell, row, fmt::format("\"{0}\" occurs twice; the second is shown as \"{0} #2\"", excerpt(twice)));
}

// Of benchmarks whose repetitions stand beside them, aggregates say nothing new, but for statistics of the program's own.
void CellCollector::add_aggregate(ResultRow& row) {
  const std::string called(row.text_or(ResultRow::aggregate_name, "aggregate"));
  const std::string of(row.has_text(ResultRow::run_name)
                           ? std::string_view(row.text(ResultRow::run_name))
                           : without_end(row.text(ResultRow::name), '_' + called));
  auto& cell = cell_of(of, row, std::nullopt);
  try {
    if (cell.repetitions() > 0) {
      if (is_own_statistic(called)) notes_.add(statistic_note(row, cell.name, called));
      return;
    }
    row.check();
    cell.planned = std::max<std::size_t>(cell.planned, row.count(ResultRow::repetitions).value_or(0));
    if (const auto label = row.text_or(ResultRow::label, ""); !label.empty()) cell.label = label;
    Aggregate aggregate{.name = called};
    aggregate.is_share =
        row.text_or(ResultRow::aggregate_unit, called == "cv" ? "percentage" : "time") == "percentage";
    const auto scale = aggregate.is_share ? 1 : seconds_per_unit_of(row);
    aggregate.value = row.number(ResultRow::real_time) * scale;
    if (row.has(ResultRow::cpu_time) && !aggregate.is_share)
      if (const auto cpu = row.number(ResultRow::cpu_time); cpu > 0) aggregate.cpu_seconds = cpu * scale;
    cell.aggregates.push_back(std::move(aggregate));
    if (called == "median" || (called == "mean" && cell.counters.empty())) {
      cell.counters.clear();
      add_counters(row, cell);
    }
  } catch (const RowError& error) {
    warn(cell, row, fmt::format("the {}: {}", excerpt(called), error.what()));
  }
}

void CellCollector::warn(Cell& cell, const ResultRow& row, const std::string& what) {
  if (cell.warnings.size() < most_warnings_of_cell)
    cell.warnings.push_back(fmt::format("benchmarks[{}]: {}", row.index(), what));
}

std::vector<Cell> CellCollector::take(Source& source) {
  auto remarks = remarks_.take();
  if (rows_ == 0) throw ResultsError(file_ + ": no benchmark ran; does the filter match any?");
  if (cells_.empty()) {
    const auto& first = remarks.empty() ? "" : remarks.front();
    throw ResultsError(first.empty() ? file_ + ": holds no benchmark, only fits of complexity"
                                     : std::string(first).substr(0, first.rfind("; left out")));
  }
  std::vector<bool> is_of_old;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    auto& cell = cells_[i];
    is_of_old.push_back(progress_[i].is_of_old);
    if (progress_[i].lacks_cpu) cell.cpu_seconds.clear();
    if (cell.repetitions() > 0) cell.aggregates.clear();
    if (cell.repetitions() == 0 && cell.aggregates.empty())
      cell.errors.push_back(
          fmt::format("unreadable: {}", cell.warnings.empty() ? "" : cell.warnings.front()));
  }
  turn_old_aggregates(cells_, is_of_old);
  source.remarks.insert(source.remarks.end(), remarks.begin(), remarks.end());
  for (auto& note : notes_.take()) source.notes.push_back(std::move(note));
  return std::move(cells_);
}

CellCollector::Instance CellCollector::instance_of(const ResultRow& row) {
  const auto stated = [&](ResultRow::Field field) -> std::optional<std::uint64_t> {
    try {
      return row.count(field);
    } catch (const RowError&) {
      return {};
    }
  };
  return {stated(ResultRow::family_index), stated(ResultRow::per_family_instance_index)};
}

// The first cell of this name that the row may belong to: of the same instance, and without this repetition.
Cell& CellCollector::cell_of(const std::string& name, const ResultRow& row,
                             std::optional<std::uint64_t> repetition) {
  const auto stated = instance_of(row);
  const auto belongs = [&](std::size_t cell) {
    const auto& known = progress_[cell].instance;
    const auto differs = [](const auto& one, const auto& other) { return one && other && *one != *other; };
    return !differs(known.first, stated.first) && !differs(known.second, stated.second) &&
           is_new(cell, repetition);
  };
  if (current_ < cells_.size() && cells_[current_].name == name && belongs(current_)) return cells_[current_];
  const auto first = known_.find(name);
  if (!first) return new_cell(name, 1, row), is_new(current_, repetition), cells_[current_];
  if (belongs(*first)) return cells_[current_ = *first];
  auto& copies = copies_[*first];
  for (const auto copy : copies)
    if (belongs(copy)) return cells_[current_ = copy];
  if (copies.size() == most_copies)
    throw RowError(fmt::format("more than {} benchmarks have this name", most_copies));
  const auto number = copies.size() + 2;
  auto& made = new_cell(name, number, row);
  copies.push_back(current_);
  is_new(current_, repetition);
  remarks_.add(fmt::format("{}: {}: the name of another benchmark too, in benchmarks[{}]; shown as \"{}\"",
                           file_, row.place(), progress_[*first].row, excerpt(made.name)));
  return made;
}

// Of a name that others have, too, it is no cell of ours: it takes part in no ranking.
Cell& CellCollector::new_cell(const std::string& name, std::size_t copy, const ResultRow& row) {
  auto called = copy == 1 ? name : fmt::format("{} #{}", name, copy);
  while (copy > 1 && known_.find(called)) called += '\'';
  current_ = cells_.size();
  auto& cell = cells_.emplace_back();
  progress_.emplace_back().row = row.index();
  progress_.back().instance = instance_of(row);
  cell.name = called;
  if (copy == 1)
    cell.id = parse_cell_name(name);
  else
    cell.id.kernel = called;
  known_.add(current_);
  return cell;
}

// Whether the cell does not have this repetition yet; it has it then.
bool CellCollector::is_new(std::size_t cell, std::optional<std::uint64_t> repetition) {
  if (!repetition) return true;
  auto& next = progress_[cell].next;
  if (*repetition < next) return false;
  if (*repetition > next) return out_of_order_.emplace(cell, *repetition).second;
  for (++next; out_of_order_.erase({cell, next}) > 0;) ++next;
  return true;
}

}  // namespace parallax::reports
