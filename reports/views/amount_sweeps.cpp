// SPDX-License-Identifier: MIT
// Sweeps of graphs: the same tasks with ever less work. What a multiply-add (or a byte, or a microsecond) takes at best
// is one reference for each number of workers and kind of work, whatever the pattern and whoever the runtime.
#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <tuple>

#include "reports/statistics/median.hpp"
#include "reports/statistics/ratio.hpp"
#include "reports/views/sweeps.hpp"

namespace parallax::reports {
namespace {

constexpr std::array graph_thresholds{0.5, 0.75, 0.9};
constexpr std::size_t points_of_floor = 3;

// A row of a graph, as far as it is on a sweep.
struct GraphRow {
  std::size_t row = 0;
  std::string kernel, pattern, parameters, work;  // parameters without the amount, and without the pattern
  std::int64_t size = 0, workers = 0;
  double amount = 0, tasks = 0;
};

std::optional<std::string> parameter(const CellId& id, std::string_view key) {
  const auto found = std::find_if(id.parameters.begin(), id.parameters.end(),
                                  [&](const auto& one) { return one.first == key; });
  return found == id.parameters.end() ? std::nullopt : std::optional(found->second);
}

std::optional<GraphRow> graph_row(const Work& work, const Row& row, std::size_t index) {
  const auto pattern = parameter(row.id, "pattern"), amount = parameter(row.id, "amount");
  const auto* const tasks = row.counter("tasks");
  if (!pattern || !amount || !tasks || !work.size || *row.id.workers < 2) return std::nullopt;
  GraphRow found{
      index,           work.kernel, *pattern,      "", parameter(row.id, "work").value_or(""), *work.size,
      *row.id.workers, 0,           tasks->point()};
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(amount->data(), amount->data() + amount->size(), number);
  if (error != std::errc{} || end != amount->data() + amount->size() || number == 0) return std::nullopt;
  found.amount = static_cast<double>(number);
  for (const auto& [key, value] : row.id.parameters)
    if (key != "pattern" && key != "amount")
      found.parameters += (found.parameters.empty() ? "" : " ") + key + ':' + value;
  return found;
}

double work_of(const GraphRow& row) { return row.tasks * row.amount; }

std::vector<double> seconds_per_work(const GraphRow& row, const std::vector<Row>& rows,
                                     const std::vector<Cell>& cells) {
  auto seconds = cells[rows[row.row].cell].seconds;
  for (double& one : seconds) one /= work_of(row);
  return seconds;
}

// What efficiency 1 takes for a unit of work: the fastest row's repetitions, and those of all rows that are not surely
// slower. The fastest of many equals alone would be too fast, by luck.
struct Reference {
  std::size_t row = 0;
  std::vector<double> seconds;
};

Reference reference_of(const std::vector<const GraphRow*>& all, const std::vector<Row>& rows,
                       const std::vector<Cell>& cells) {
  Reference reference;
  std::vector<double> fastest;
  for (const auto* one : all) {
    auto seconds = seconds_per_work(*one, rows, cells);
    if (!fastest.empty() && median(seconds) >= median(fastest)) continue;
    fastest = std::move(seconds);
    reference.row = one->row;
  }
  for (const auto* one : all) {
    const auto seconds = seconds_per_work(*one, rows, cells);
    if (!ratio_of_medians(seconds, fastest).surely_above(1))
      reference.seconds.insert(reference.seconds.end(), seconds.begin(), seconds.end());
  }
  return reference;
}

GrainLine line_of(std::vector<const GraphRow*> all, const Reference& reference, const std::vector<Row>& rows,
                  const std::vector<Cell>& cells) {
  std::sort(all.begin(), all.end(), [](auto* a, auto* b) { return a->amount < b->amount; });
  GrainLine line{rows[all.front()->row].id.runtime, {}, {}};
  std::vector<GrainPoint> points;
  std::vector<double> finest;
  for (const auto* one : all) {
    const auto& seconds = cells[rows[one->row].cell].seconds;
    line.rows.push_back(one->row);
    points.push_back({one->amount, one->tasks, seconds, work_of(*one)});
    if (finest.size() < points_of_floor) finest.push_back(median(seconds) / one->tasks);
  }
  line.curve = analyse_grains(points, reference.seconds, static_cast<double>(all.front()->workers),
                              graph_thresholds, OfOneWorker::read_with_a_warning);
  line.floor = median(finest);
  return line;
}

// How the finest tasks of a pattern compare with those of `trivial`, of the same runtime and amount.
std::optional<Estimate> against_trivial(const GraphRow& finest, const std::vector<GraphRow>& all,
                                        const std::vector<Row>& rows, const std::vector<Cell>& cells) {
  for (const auto& other : all) {
    if (other.pattern != "trivial" || finest.pattern == "trivial" || other.kernel != finest.kernel ||
        other.size != finest.size || other.workers != finest.workers || other.amount != finest.amount ||
        other.parameters != finest.parameters || rows[other.row].id.runtime != rows[finest.row].id.runtime)
      continue;
    return ratio_of_medians(seconds_per_work(finest, rows, cells), seconds_per_work(other, rows, cells));
  }
  return std::nullopt;
}

}  // namespace

std::vector<GrainSweep> find_amount_sweeps(const std::vector<Work>& works, const std::vector<Row>& rows,
                                           const std::vector<Cell>& cells, std::size_t& left_out) {
  std::vector<GraphRow> all;
  for (const auto& work : works) {
    if (work.is_disturbed) continue;
    for (const auto index : work.rows) {
      if (usable_times(rows[index], cells).empty()) continue;
      if (auto row = graph_row(work, rows[index], index)) all.push_back(*std::move(row));
    }
  }
  std::map<std::tuple<std::string, std::string, std::int64_t>, std::vector<const GraphRow*>> peers;
  using Key = std::tuple<std::string, std::int64_t, std::string, std::string, std::int64_t>;
  std::map<Key, std::map<std::string, std::vector<const GraphRow*>>> groups;  // by runtime
  for (const auto& row : all) {
    peers[{row.kernel, row.work, row.workers}].push_back(&row);
    groups[{row.kernel, row.size, row.pattern, row.parameters, row.workers}][rows[row.row].id.runtime]
        .push_back(&row);
  }

  std::vector<GrainSweep> sweeps;
  for (const auto& [key, lines] : groups) {
    const auto& [kernel, size, pattern, parameters, workers] = key;
    const auto& first = *lines.begin()->second.front();
    std::optional<Reference> reference;
    GrainSweep sweep{kernel,  "pattern:" + pattern + ' ' + parameters, size, workers, {}, 0, {}, pattern,
                     "amount"};
    for (const auto& [runtime, line] : lines) {
      if (line.size() < fewest_points_of_sweep) continue;
      if (!reference) reference = reference_of(peers.at({kernel, first.work, workers}), rows, cells);
      sweep.lines.push_back(line_of(line, *reference, rows, cells));
      const auto* const finest =
          *std::min_element(line.begin(), line.end(), [](auto* a, auto* b) { return a->amount < b->amount; });
      sweep.lines.back().against_trivial = against_trivial(*finest, all, rows, cells);
    }
    if (!reference) continue;
    if (sweeps.size() == most_sweeps) {
      ++left_out;
      continue;
    }
    sweep.reference_row = reference->row;
    sweep.reference = rows[reference->row].id.runtime;
    sweeps.push_back(std::move(sweep));
  }
  return sweeps;
}

}  // namespace parallax::reports
