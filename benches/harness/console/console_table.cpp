// SPDX-License-Identifier: MIT
#include "benches/harness/console/console_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "benches/harness/console/counter_table.hpp"
#include "benches/harness/console/counter_text.hpp"
#include "support/plain_text.hpp"

namespace parallax {
namespace {

constexpr const char *bold = "1", *dim = "2", *red = "31";
constexpr std::size_t reason_indentation = 6;

const CellResults* baseline_of(const auto& rows) {
  for (const auto& row : rows) {
    if (row.name.is_baseline) return &row.results;
  }
  return nullptr;
}

std::string title_of_names(bool is_probe) { return is_probe ? "mechanism" : "runtime"; }

// Whether there is anything to show of a cell: not if it was never begun.
bool has_row(const CellResults& cell) { return cell.has_value() || !cell.failure().empty(); }

}  // namespace

ConsoleTable::ConsoleTable(const std::vector<ListedCell>& cells, TableStyle style) : style_(style) {
  for (const ListedCell& cell : cells) add_row(cell.name, cell.is_probe);
}

ConsoleTable::Row& ConsoleTable::add_row(const std::string& name, bool is_probe) {
  CellName parts = parts_of(name);
  auto group = std::find_if(groups_.begin(), groups_.end(),
                            [&](const Group& known) { return known.heading == parts.group; });
  if (group == groups_.end()) {
    groups_.push_back({.heading = parts.group, .facts = {}, .rows = {}, .last_failure = {}, .columns = {}});
    group = groups_.end() - 1;
  }
  group->facts.is_probe = is_probe;
  group->facts.name_width = std::max(group->facts.name_width, title_of_names(is_probe).size());
  group->facts.has_baseline |= parts.is_baseline;
  group->facts.name_width = std::max(group->facts.name_width, text::width(parts.runtime));
  places_[name] = {group - groups_.begin(), group->rows.size()};
  return group->rows.emplace_back(Row{std::move(parts), {}});
}

void ConsoleTable::ReportRuns(const std::vector<Run>& runs) {
  std::set<std::size_t> changed;
  for (const Run& run : runs) {
    const std::string name = run.run_name.str();
    if (places_.count(name) == 0) add_row(name, false);
    const auto [group, row] = places_[name];
    groups_[group].rows[row].results.add(run);
    changed.insert(group);
  }
  for (const std::size_t group : changed) print_ready(groups_[group]);
  GetOutputStream().flush();
}

void ConsoleTable::print_ready(Group& group) {
  const auto is_complete = [](const Row& row) { return row.results.is_complete(); };
  const bool all = std::all_of(group.rows.begin(), group.rows.end(), is_complete);
  if (all && (!open_ || open_ == &group)) return print_rest(group);
  // What the others are compared with may come later than they do.
  const CellResults* const baseline = baseline_of(group.rows);
  if (style_.in_random_order || (open_ && open_ != &group) || (baseline && !baseline->is_complete())) return;
  while (group.printed < group.rows.size() && is_complete(group.rows[group.printed]))
    print(group, group.rows[group.printed++]);
}

void ConsoleTable::print_rest(Group& group) {
  if (group.is_ended) return;
  while (group.printed < group.rows.size()) print(group, group.rows[group.printed++]);
  if (group.is_begun) end(group);
  group.is_ended = true;
}

void ConsoleTable::Finalize() {
  std::size_t missing = 0;
  if (open_) print_rest(*open_);
  for (Group& group : groups_) {
    print_rest(group);
    for (const Row& row : group.rows) missing += !has_row(row.results);
  }
  if (missing > 0) {
    line("");
    line(fmt::format("{} of {} cells were not measured", missing, places_.size()));
  }
  GetOutputStream().flush();
}

void ConsoleTable::print(Group& group, const Row& row) {
  const CellResults& cell = row.results;
  if (!has_row(cell)) return;
  if (!group.is_begun) {
    open_ = &group;
    group.is_begun = true;
    if (!is_first_) line("");
    is_first_ = false;
    line(text::wrapped(group.heading, style_.columns, 2), bold);
  }
  std::string text = row_head(group.facts, row.name.runtime, row.name.workers);
  const bool is_repeated = !cell.failure().empty() && cell.failure() == group.last_failure;
  group.last_failure = cell.failure();
  if (!cell.failure().empty()) return print_failure(text, cell.failure(), is_repeated);
  if (group.columns.empty()) print_titles(group, cell);
  for (const Column& column : group.columns) {
    const std::string value = with_plain_blanks(column.text(cell, baseline_of(group.rows)));
    text += "  " + text::right(value, column.width);
  }
  line(text);
  if (const double seconds = cell.largest("throttled_seconds"); seconds > 0)
    line(fmt::format("{:{}}throttled: a CPU quota held it back for {}", "", reason_indentation,
                     counter_text("throttled_seconds", seconds)));
  if (cell.interrupted() > 0)
    line(fmt::format("{:{}}interrupted: {} of {} repetitions are missing", "", reason_indentation,
                     cell.interrupted(), cell.repetitions()));
}

// "crashed" in the row, the reason below it, unless that has just been said.
void ConsoleTable::print_failure(const std::string& head, const std::string& failure, bool is_repeated) {
  const auto colon = std::min(failure.find(':'), failure.size());
  const std::string reason = failure.substr(std::min(colon + 2, failure.size()));
  line(head + "  " + failure.substr(0, colon) + (is_repeated ? ", as above" : ""), red);
  if (!is_repeated)
    line(text::wrapped(std::string(reason_indentation, ' ') + reason, style_.columns, reason_indentation),
         red);
}

void ConsoleTable::print_titles(Group& group, const CellResults& first) {
  group.columns = fitting_columns(group.facts, first, style_.columns);
  std::string titles = row_head(group.facts, title_of_names(group.facts.is_probe), "workers");
  for (const Column& column : group.columns) titles += "  " + text::right(column.title, column.width);
  line(titles, dim);
}

void ConsoleTable::end(Group& group) {
  open_ = nullptr;
  if (style_.all_counters) print_counters(group);
  print_labels(group);
}

// Each label once, with all who have it.
void ConsoleTable::print_labels(const Group& group) {
  std::map<std::string, std::vector<std::string>> who;
  for (const Row& row : group.rows) {
    const std::string label = text::printable(row.results.label());
    auto& runtimes = who[label];
    if (std::find(runtimes.begin(), runtimes.end(), row.name.runtime) == runtimes.end())
      runtimes.push_back(row.name.runtime);
  }
  for (const auto& [label, runtimes] : who) {
    const std::string note = fmt::format("  {}: {}", fmt::join(runtimes, ", "), label);
    if (!label.empty() && told_labels_.insert(note).second)
      line(text::wrapped(note, style_.columns, reason_indentation), dim);
  }
}

void ConsoleTable::print_counters(const Group& group) {
  std::vector<CountedRow> rows;
  for (const Row& row : group.rows) {
    if (row.results.has_value())
      rows.push_back({row_head(group.facts, row.name.runtime, row.name.workers), &row.results});
  }
  std::set<std::string> shown;
  for (const Column& column : group.columns) shown.insert(column.counter);
  for (const std::string& text : counter_table(rows, shown, style_.columns)) line(text);
}

// One line or several, without blanks at their ends.
void ConsoleTable::line(std::string text, const char* colour) {
  if (text.ends_with('\n')) text.pop_back();
  text.erase(text.find_last_not_of(' ') + 1);
  const bool coloured = style_.colour && colour && !text.empty();
  GetOutputStream() << (coloured ? fmt::format("\x1b[{}m{}\x1b[0m\n", colour, text) : text + '\n');
}

}  // namespace parallax
