// SPDX-License-Identifier: MIT
#include "reports/views/group_differences.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "reports/statistics/many_pairs.hpp"
#include "reports/statistics/median.hpp"
#include "reports/statistics/resample.hpp"

namespace parallax::reports {
namespace {

// Of a mean over many cells fewer do: its interval is narrow.
std::size_t draws_for(std::size_t cells) { return std::clamp<std::size_t>(100'000 / cells, 400, 2000); }

// Of what all pairs say together; every repetition is drawn anew.
Estimate mean_ratio(const std::vector<SamplePair>& pairs) {
  double sum = 0;
  bool has_interval = true;
  std::vector<std::pair<MedianDraws, MedianDraws>> draws;
  for (const auto& pair : pairs) {
    sum += std::log(median(pair.one)) - std::log(median(pair.other));
    has_interval = has_interval && std::min(pair.one.size(), pair.other.size()) >= fewest_for_interval;
    draws.emplace_back(MedianDraws(pair.one), MedianDraws(pair.other));
  }
  const auto count = static_cast<double>(pairs.size());
  const auto mean = std::exp(sum / count);
  if (!has_interval) return {mean, NoInterval{"fewer than 3 repetitions of a cell: no interval"}};
  Random random;
  std::vector<double> means;
  for (std::size_t draw = 0; draw < draws_for(pairs.size()); ++draw) {
    double all = 0;
    for (const auto& [one, other] : draws) all += one.draw_logarithm(random) - other.draw_logarithm(random);
    means.push_back(std::exp(all / count));
  }
  return {mean, middle_of(means)};
}

std::vector<double> mean_seconds(const std::vector<const CellDifference*>& cells,
                                 const std::vector<Views>& results) {
  std::vector<double> sums(results.size());
  std::size_t count = 0;
  for (const auto* cell : cells) {
    if (!std::all_of(cell->others.begin(), cell->others.end(),
                     [](const OneDifference& one) { return one.ratio.estimate.has_value(); }))
      continue;
    ++count;
    for (std::size_t k = 0; k < results.size(); ++k) {
      const auto row = k == 0 ? cell->first_row : *cell->others[k - 1].row;
      sums[k] += std::log(results[k].rows[row].seconds->point());
    }
  }
  if (count == 0) return {};
  for (auto& sum : sums) sum = std::exp(sum / static_cast<double>(count));
  return sums;
}

}  // namespace

std::vector<GroupDifference> group_differences(const std::vector<CellDifference>& cells,
                                               const std::vector<Views>& results, bool by_runtime) {
  std::vector<std::vector<const CellDifference*>> members;
  std::vector<GroupDifference> groups;
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  std::vector<const CellDifference*> in_order;
  for (const auto& cell : cells)
    if (!cell.id.control && !cell.id.runtime.empty()) in_order.push_back(&cell);
  for (const auto* cell : in_order) {
    const auto runtime = by_runtime ? cell->id.runtime : "";
    const auto [place, is_new] = known.try_emplace({cell->id.kernel, runtime}, groups.size());
    if (is_new) {
      groups.push_back({cell->id.kernel, runtime, {}, {}, {}});
      members.emplace_back();
    }
    members[place->second].push_back(cell);
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    groups[i].seconds = mean_seconds(members[i], results);
    for (std::size_t k = 1; k < results.size(); ++k) {
      std::vector<SamplePair> pairs;
      for (const auto* cell : members[i])
        if (const auto& one = cell->others[k - 1]; one.ratio.estimate)
          pairs.push_back(
              {cell_of(results.front(), cell->first_row).seconds, cell_of(results[k], *one.row).seconds});
      groups[i].cells.push_back(pairs.size());
      groups[i].means.push_back(pairs.empty() ? std::nullopt : std::optional(mean_ratio(pairs)));
    }
  }
  std::erase_if(groups, [](const GroupDifference& group) {  // cells that failed everywhere have no ratio
    return std::all_of(group.cells.begin(), group.cells.end(), [](std::size_t count) { return count == 0; });
  });
  return groups;
}

}  // namespace parallax::reports
