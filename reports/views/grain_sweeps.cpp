// SPDX-License-Identifier: MIT
// Grain sweeps. The reference is the fastest rows of the static schedule, which hands nothing out; without it
// the fastest rows of whoever has the fastest.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <tuple>

#include "reports/statistics/ratio.hpp"
#include "reports/views/sweeps.hpp"

namespace parallax::reports {
namespace {

constexpr const char* static_reference = "openmp-static";
constexpr std::array thresholds{0.5, 0.75, 0.9};

using GrainKey = std::tuple<std::string, std::int64_t, std::string>;  // kernel, size, parameters

// Sets the reference; false if nobody has a time.
bool find_reference(GrainSweep& sweep, const std::vector<Row>& rows) {
  const auto fastest = [&](bool only_static) {
    std::optional<std::size_t> best;
    for (const auto& line : sweep.lines) {
      if (only_static && line.runtime != static_reference) continue;
      for (const auto row : line.rows)
        if (!best || rows[row].seconds->point() < rows[*best].seconds->point()) best = row;
    }
    return best;
  };
  auto found = fastest(true);
  if (!found) found = fastest(false);
  if (!found) return false;
  sweep.reference_row = *found;
  sweep.reference = rows[*found].id.runtime;
  return true;
}

// What efficiency 1 takes: the fastest row's repetitions, and those of the runtime's other rows that are not surely
// slower. The fastest of many equals alone would be too fast, by luck.
std::vector<double> reference_times(const GrainSweep& sweep, const std::vector<Row>& rows,
                                    const std::vector<Cell>& cells) {
  const auto& fastest = cells[rows[sweep.reference_row].cell].seconds;
  std::vector<double> times;
  for (const auto& line : sweep.lines)
    for (const auto row : line.rows) {
      const auto& its = cells[rows[row].cell].seconds;
      if (line.runtime == sweep.reference && !ratio_of_medians(its, fastest).surely_above(1))
        times.insert(times.end(), its.begin(), its.end());
    }
  return times;
}

void analyse(GrainSweep& sweep, const std::vector<Row>& rows, const std::vector<Cell>& cells) {
  const auto reference = reference_times(sweep, rows, cells);
  for (auto& line : sweep.lines) {
    std::vector<GrainPoint> points;
    for (const auto index : line.rows) {
      const auto grain = static_cast<double>(std::max<std::int64_t>(1, *rows[index].id.grain));
      const auto tasks = std::max(1.0, std::ceil(static_cast<double>(sweep.size) / grain));
      points.push_back({grain, tasks, cells[rows[index].cell].seconds});
    }
    line.curve = analyse_grains(points, reference, static_cast<double>(sweep.workers), thresholds);
  }
}

}  // namespace

std::vector<GrainSweep> find_grain_sweeps(const std::vector<Work>& works, const std::vector<Row>& rows,
                                          const std::vector<Cell>& cells, std::size_t& left_out) {
  std::map<GrainKey, std::vector<const Work*>> groups;
  for (const auto& work : works)
    if (work.size && work.grain && *work.size > 0 && !work.is_disturbed)
      groups[{work.kernel, *work.size, work.parameters}].push_back(&work);

  std::vector<GrainSweep> sweeps;
  for (auto& [key, group] : groups) {
    if (group.size() < fewest_points_of_sweep) continue;
    std::sort(group.begin(), group.end(), [](auto* a, auto* b) { return a->grain < b->grain; });
    std::map<std::int64_t, std::map<std::string, std::vector<std::size_t>>> found;  // by workers and runtime
    for (const auto* work : group)
      for (const auto index : work->rows)
        if (*rows[index].id.workers > 1 && !usable_times(rows[index], cells).empty())
          found[*rows[index].id.workers][rows[index].id.runtime].push_back(index);
    for (auto& [workers, lines] : found) {
      GrainSweep sweep{std::get<0>(key), std::get<2>(key), std::get<1>(key), workers, {}, 0, {}};
      for (auto& [runtime, line] : lines)
        if (line.size() >= fewest_points_of_sweep) sweep.lines.push_back({runtime, std::move(line), {}});
      if (!find_reference(sweep, rows)) continue;
      if (sweeps.size() == most_sweeps) {
        ++left_out;
        continue;
      }
      analyse(sweep, rows, cells);
      sweeps.push_back(std::move(sweep));
    }
  }
  return sweeps;
}

}  // namespace parallax::reports
