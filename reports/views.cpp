// SPDX-License-Identifier: MIT
// From cells to rows, lists and pictures.
#include "reports/views.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace parallax::reports {
namespace {

// Fewer points than this make bars, not a line.
constexpr std::size_t fewest_grains_of_sweep = 4;

bool after_serial(const std::string& runtime) { return runtime != "serial"; }

auto order(const CellId& id) {
  return std::tuple(id.kernel, id.size, id.grain, id.parameters, id.control, after_serial(id.runtime),
                    id.runtime, id.workers);
}

std::string different_errors(const Cell& cell) {
  std::string text;
  for (const auto& error : std::set<std::string>(cell.errors.begin(), cell.errors.end()))
    text += (text.empty() ? "" : "; ") + error;
  if (cell.errors.size() < cell.repetitions())
    text += " (" + std::to_string(cell.errors.size()) + " of " + std::to_string(cell.repetitions()) +
            " repetitions)";
  return text;
}

std::optional<double> median_counter(const Cell& cell, const char* name) {
  const auto found = cell.counters.find(name);
  if (found == cell.counters.end()) return std::nullopt;
  return median(found->second);
}

Row make_row(const Cell& cell, const Comparisons& comparisons) {
  Row row;
  row.name = cell.name;
  row.id = cell.id;
  row.face = face_of(cell);
  row.repetitions = cell.repetitions();
  row.speedup = comparisons.speedup(cell);
  if (row.face != Face::value) {
    row.message = different_errors(cell);
    return row;
  }
  row.seconds = median_with_interval(cell.seconds);
  if (row.seconds->value > 0) row.cores_used = median(cell.cpu_seconds) / row.seconds->value;
  row.items_per_second = median_counter(cell, "items_per_second");
  row.bytes_per_second = median_counter(cell, "bytes_per_second");
  row.pss = median_counter(cell, "pss");
  return row;
}

double low_end(const Estimate& estimate) {
  return estimate.interval ? estimate.interval->low : estimate.value;
}
double high_end(const Estimate& estimate) {
  return estimate.interval ? estimate.interval->high : estimate.value;
}

std::vector<std::size_t> leaders_of(const Case& one, const std::vector<Row>& rows) {
  const Estimate* best = nullptr;
  for (const auto index : one.rows)
    if (const auto& found = rows[index].speedup.estimate; found && (!best || found->value > best->value))
      best = &*found;
  std::vector<std::size_t> leaders;
  for (const auto index : one.rows)
    if (const auto& found = rows[index].speedup.estimate; found && high_end(*found) >= low_end(*best))
      leaders.push_back(index);
  return leaders;
}

// Work that differs in nothing but the grain.
using SweepKey = std::tuple<std::optional<std::int64_t>, std::string>;

SweepKey sweep_key(const CellId& id) { return {id.size, parameters_text(id)}; }

void add_to_sweep(std::vector<Sweep>& sweeps, const Row& row, std::size_t index) {
  const auto [size, parameters] = sweep_key(row.id);
  auto sweep = std::find_if(
      sweeps.begin(), sweeps.end(), [&, &size_ = size, &parameters_ = parameters](const Sweep& s) {
        return s.size == size_ && s.parameters == parameters_ && s.workers == row.id.workers;
      });
  if (sweep == sweeps.end()) sweep = sweeps.insert(sweeps.end(), Sweep{size, row.id.workers, parameters, {}});
  auto& lines = sweep->lines;
  auto line =
      std::find_if(lines.begin(), lines.end(), [&](const Line& l) { return l.runtime == row.id.runtime; });
  if (line == lines.end()) line = lines.insert(line, Line{row.id.runtime, {}});
  line->rows.push_back(index);
}

void add_to_cases(std::vector<Case>& cases, const Row& row, std::size_t index) {
  const auto parameters = parameters_text(row.id);
  auto found = std::find_if(cases.begin(), cases.end(), [&](const Case& c) {
    return c.size == row.id.size && c.grain == row.id.grain && c.parameters == parameters;
  });
  if (found == cases.end()) found = cases.insert(found, Case{row.id.size, row.id.grain, parameters, {}, {}});
  found->rows.push_back(index);
}

KernelView make_picture(const std::string& kernel, const std::vector<Row>& rows,
                        const std::vector<std::size_t>& mine) {
  std::map<SweepKey, std::set<std::int64_t>> grains;
  for (const auto index : mine)
    if (rows[index].id.grain) grains[sweep_key(rows[index].id)].insert(*rows[index].id.grain);
  KernelView picture{kernel, {}, {}};
  for (const auto index : mine) {
    const auto& row = rows[index];
    const bool in_sweep = row.id.grain && grains[sweep_key(row.id)].size() >= fewest_grains_of_sweep;
    if (!in_sweep) add_to_cases(picture.cases, row, index);
    // Serial is what a sweep is drawn against. It becomes a line only where it has no value to draw against.
    else if (row.id.runtime != "serial" || row.face != Face::value)
      add_to_sweep(picture.sweeps, row, index);
  }
  for (auto& one : picture.cases) one.leaders = leaders_of(one, rows);
  std::stable_sort(picture.sweeps.begin(), picture.sweeps.end(), [](const Sweep& a, const Sweep& b) {
    return std::tie(a.size, a.parameters, a.workers) < std::tie(b.size, b.parameters, b.workers);
  });
  return picture;
}

std::vector<Note> count_warnings(const std::vector<Row>& rows, const std::vector<ControlView>& controls) {
  std::map<std::string, std::size_t> counts;
  const auto add = [&](const std::optional<Estimate>& estimate) {
    if (!estimate) return;
    for (const auto& warning : estimate->warnings) ++counts[warning];
  };
  for (const auto& row : rows) add(row.seconds), add(row.speedup.estimate);
  for (const auto& control : controls) add(control.cost.estimate);
  std::vector<Note> notes;
  for (const auto& [text, values] : counts) notes.push_back({text, values});
  return notes;
}

}  // namespace

Views make_views(const Results& results) {
  Views views;
  views.sources = results.sources;
  const Comparisons comparisons(results.cells);
  std::vector<const Cell*> cells;
  for (const auto& cell : results.cells) cells.push_back(&cell);
  std::stable_sort(cells.begin(), cells.end(), [](auto* a, auto* b) { return order(a->id) < order(b->id); });

  std::map<const Cell*, std::size_t> row_of;
  std::map<std::string, std::vector<std::size_t>> rows_of_kernel;
  std::set<std::pair<bool, std::string>> runtimes;
  for (const auto* cell : cells) {
    const auto index = views.rows.size();
    row_of[cell] = index;
    const auto& row = views.rows.emplace_back(make_row(*cell, comparisons));
    if (is_failure(row.face)) views.failures.push_back(index);
    if (row.face == Face::not_supported) views.unsupported.push_back(index);
    if (!row.id.runtime.empty()) runtimes.emplace(after_serial(row.id.runtime), row.id.runtime);
    auto& mine = rows_of_kernel[row.id.kernel];
    if (!row.id.runtime.empty() && !row.id.control) mine.push_back(index);
  }
  for (const auto& runtime : runtimes) views.runtimes.push_back(runtime.second);
  for (const auto& [kernel, mine] : rows_of_kernel) {
    views.kernels.push_back(kernel);
    if (!mine.empty()) views.pictures.push_back(make_picture(kernel, views.rows, mine));
  }
  for (const auto* cell : cells) {
    if (!cell->id.control) continue;
    ControlView control{row_of[cell], {}, {{}, "the cell it is the twin of was not measured"}};
    if (const auto* twin = comparisons.twin(*cell)) {
      control.by_waist = row_of[twin];
      control.cost = compare(*twin, *cell);
    }
    views.controls.push_back(std::move(control));
  }
  views.notes = count_warnings(views.rows, views.controls);
  return views;
}

}  // namespace parallax::reports
