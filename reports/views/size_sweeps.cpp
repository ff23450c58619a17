// SPDX-License-Identifier: MIT
// Size sweeps. A job's size is told by the time that it takes serially, which is the same for every strategy
// and means something to a reader who does not know the kernel.
#include <algorithm>
#include <map>
#include <tuple>

#include "reports/views/sweeps.hpp"

namespace parallax::reports {
namespace {

using SizeKey = std::tuple<std::string, std::int64_t, std::string>;  // kernel, chunks, parameters

// Duels are for the eye: a matrix of more names than this nobody reads.
// Nor does anybody look at more than some of them.
constexpr std::size_t most_paired = 16, most_matrices = 6;

struct Group {
  std::vector<const Work*> works;  // by size, each with a serial time
};

std::map<SizeKey, Group> group_by_chunks(const std::vector<Work>& works, const std::vector<Row>& rows,
                                         const std::vector<Cell>& cells) {
  std::map<SizeKey, Group> groups;
  for (const auto& work : works) {
    if (!work.size || !work.grain || *work.grain < 1 || *work.size < 1 || *work.size % *work.grain != 0)
      continue;
    if (work.is_disturbed) continue;
    if (!work.serial || usable_times(rows[*work.serial], cells).empty()) continue;
    groups[{work.kernel, *work.size / *work.grain, work.parameters}].works.push_back(&work);
  }
  for (auto& [key, group] : groups)
    std::sort(group.works.begin(), group.works.end(), [](auto* a, auto* b) { return a->size < b->size; });
  return groups;
}

// The sweep of two lines over the works that both did.
BreakEvenSize compare_lines(const std::vector<const Work*>& works,
                            const std::map<const Work*, std::size_t>& ours,
                            const std::map<const Work*, std::size_t>& theirs, const std::vector<Row>& rows,
                            const std::vector<Cell>& cells) {
  std::vector<SizePoint> points;
  for (const auto* work : works) {
    const auto one = ours.find(work), other = theirs.find(work);
    if (one == ours.end() || other == theirs.end()) continue;
    points.push_back({rows[*work->serial].seconds->point(), cells[rows[one->second].cell].seconds,
                      cells[rows[other->second].cell].seconds});
  }
  // Noise may let a larger job seem to take less time; along the sweep jobs must grow.
  for (std::size_t i = 1; i < points.size(); ++i)
    points[i].size = std::max(points[i].size, points[i - 1].size * 1.000001);
  return break_even(points);
}

}  // namespace

std::vector<SizeSweep> find_size_sweeps(const std::vector<Work>& works, const std::vector<Row>& rows,
                                        const std::vector<Cell>& cells, std::size_t& left_out) {
  std::vector<SizeSweep> sweeps;
  for (const auto& [key, group] : group_by_chunks(works, rows, cells)) {
    if (group.works.size() < fewest_points_of_sweep) continue;
    std::map<std::int64_t, std::map<std::string, std::map<const Work*, std::size_t>>> found;
    std::map<const Work*, std::size_t> serial;
    for (const auto* work : group.works) {
      serial[work] = *work->serial;
      for (const auto index : work->rows)
        if (*rows[index].id.workers > 1 && !usable_times(rows[index], cells).empty())
          found[*rows[index].id.workers][rows[index].id.runtime][work] = index;
    }
    for (const auto& [workers, lines] : found) {
      if (sweeps.size() == most_sweeps) {
        ++left_out;
        continue;
      }
      SizeSweep sweep{std::get<0>(key), std::get<2>(key), std::get<1>(key), workers, {}, {}, {}};
      for (const auto* work : group.works) sweep.jobs.push_back(rows[*work->serial].seconds->point());
      for (const auto& [runtime, line] : lines) {
        if (line.size() < fewest_points_of_sweep) continue;
        SizeLine view{runtime, {}, compare_lines(group.works, line, serial, rows, cells)};
        for (const auto* work : group.works)
          if (const auto at = line.find(work); at != line.end()) view.rows.push_back(at->second);
        sweep.lines.push_back(std::move(view));
      }
      if (sweep.lines.size() <= most_paired && sweeps.size() < most_matrices)
        for (const auto& one : sweep.lines)
          for (const auto& other : sweep.lines)
            if (&one != &other)
              sweep.pairs.push_back(
                  {one.runtime, other.runtime,
                   compare_lines(group.works, lines.at(one.runtime), lines.at(other.runtime), rows, cells)});
      if (!sweep.lines.empty()) sweeps.push_back(std::move(sweep));
    }
  }
  return sweeps;
}

}  // namespace parallax::reports
