// SPDX-License-Identifier: MIT
#include "reports/views/differences.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "reports/statistics/many_pairs.hpp"
#include "reports/views/group_differences.hpp"
#include "reports/views/result_names.hpp"

namespace parallax::reports {
namespace {

// The chance of any false "surely" in a report, 5 %, is shared out: cells are many, works are few.
constexpr double cells_share = 0.8 * (1 - usual_confidence), works_share = 0.2 * (1 - usual_confidence);

using RowsByName = std::unordered_map<std::string_view, std::size_t>;

RowsByName rows_by_name(const Views& views) {
  RowsByName rows;
  for (std::size_t i = 0; i < views.rows.size(); ++i) rows.emplace(views.rows[i].name, i);
  return rows;
}

OneDifference difference_of(const Views& first, std::size_t first_row, const Views& other,
                            const RowsByName& others) {
  const auto found = others.find(first.rows[first_row].name);
  if (found == others.end()) return {{}, {{}, "not measured there"}, false};
  return {found->second, compare(cell_of(first, first_row), cell_of(other, found->second)), false};
}

// The cells that can be compared with any other result, in the order of the first one's rows.
std::vector<CellDifference> matched_cells(const std::vector<Views>& results) {
  std::vector<RowsByName> rows;
  for (std::size_t k = 1; k < results.size(); ++k) rows.push_back(rows_by_name(results[k]));
  std::vector<CellDifference> cells;
  for (std::size_t i = 0; i < results.front().rows.size(); ++i) {
    const auto& row = results.front().rows[i];
    CellDifference cell{row.name, row.id, i, {}};
    bool is_anywhere = false;
    for (std::size_t k = 1; k < results.size(); ++k) {
      cell.others.push_back(difference_of(results.front(), i, results[k], rows[k - 1]));
      is_anywhere = is_anywhere || cell.others.back().row;
    }
    if (is_anywhere) cells.push_back(std::move(cell));
  }
  return cells;
}

struct Resolved {
  std::size_t compared = 0, faster = 0, slower = 0, too_few = 0;
};

// All ratios of cells are looked at together.
Resolved resolve_cells(std::vector<CellDifference>& all, const std::vector<Views>& results, double error) {
  std::vector<SamplePair> pairs;
  std::vector<OneDifference*> of_pairs;
  std::vector<bool> is_disturbed;  // on one side
  for (auto& compared : all)
    for (std::size_t k = 1; k < results.size(); ++k) {
      auto& one = compared.others[k - 1];
      if (!one.ratio.estimate) continue;
      pairs.push_back(
          {cell_of(results.front(), compared.first_row).seconds, cell_of(results[k], *one.row).seconds});
      of_pairs.push_back(&one);
      is_disturbed.push_back(results.front().rows[compared.first_row].is_disturbed ||
                             results[k].rows[*one.row].is_disturbed);
    }
  const auto chances = adjusted_chances(pairs);
  Resolved counts;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto& ratio = *of_pairs[i]->ratio.estimate;
    of_pairs[i]->resolved = ratio.surely_differs_from(1) && chances[i] <= error && !is_disturbed[i];
    ++counts.compared;
    if (of_pairs[i]->resolved) ++(ratio.surely_above(1) ? counts.faster : counts.slower);
    if (std::min(pairs[i].one.size(), pairs[i].other.size()) < fewest_to_exchange) ++counts.too_few;
  }
  return counts;
}

// A result is surely faster at a work if its fastest way is surely faster than every way of the other: which of those is
// the fastest is not sure itself.
Resolved resolve_works(std::vector<WorkDifference>& works, const std::vector<Views>& results, double error) {
  std::vector<SamplePair> pairs;
  std::vector<OneDifference*> of_pairs;
  for (auto& work : works)
    for (std::size_t k = 1; k < results.size(); ++k) {
      auto& one = work.others[k - 1];
      if (!one.ratio.estimate) continue;
      one.resolved = one.ratio.estimate->surely_differs_from(1) &&
                     !results.front().works[*results.front().rows[work.first_row].work].is_disturbed &&
                     !results[k].works[*results[k].rows[*one.row].work].is_disturbed;
      const auto *faster = &results[k], *slower = &results.front();
      auto fastest = *one.row, beaten = work.first_row;
      if (one.ratio.estimate->point() < 1) std::swap(faster, slower), std::swap(fastest, beaten);
      for (const auto row : slower->works[*slower->rows[beaten].work].rows) {
        if (usable_times(slower->rows[row], slower->cells).empty()) continue;
        pairs.push_back({cell_of(*faster, fastest).seconds, cell_of(*slower, row).seconds});
        of_pairs.push_back(&one);
      }
    }
  const auto chances = adjusted_chances(pairs);
  for (std::size_t i = 0; i < pairs.size(); ++i)
    of_pairs[i]->resolved = of_pairs[i]->resolved && chances[i] <= error;
  Resolved counts;
  for (const auto& work : works)
    for (const auto& one : work.others)
      if (one.resolved) ++(one.ratio.estimate->surely_above(1) ? counts.faster : counts.slower);
  return counts;
}

std::optional<std::size_t> fastest_of(const Views& views, const Work& work) {
  std::optional<std::size_t> fastest;
  for (const auto& best : work.best_rows)
    if (!usable_times(views.rows[best.row], views.cells).empty() &&
        (!fastest || views.rows[best.row].seconds->point() < views.rows[*fastest].seconds->point()))
      fastest = best.row;
  return fastest;
}

std::vector<WorkDifference> matched_works(const std::vector<Views>& results) {
  const auto key_of = [](const Views& views, const Work& work) {
    return views.rows[work.rows.front()].id.work();
  };
  std::vector<std::unordered_map<std::string, std::size_t>> others(results.size());
  for (std::size_t k = 1; k < results.size(); ++k)
    for (std::size_t i = 0; i < results[k].works.size(); ++i)
      others[k].emplace(key_of(results[k], results[k].works[i]), i);
  std::vector<WorkDifference> works;
  const auto& first = results.front();
  for (const auto& work : first.works) {
    const auto first_row = fastest_of(first, work);
    if (work.kind == WorkKind::overhead || !first_row) continue;
    WorkDifference one{work.kernel, described(work), *first_row, {}};
    for (std::size_t k = 1; k < results.size(); ++k) {
      const auto found = others[k].find(key_of(first, work));
      if (found == others[k].end()) break;
      const auto row = fastest_of(results[k], results[k].works[found->second]);
      if (!row) break;
      one.others.push_back({row, compare(cell_of(first, *first_row), cell_of(results[k], *row)), false});
    }
    if (one.others.size() + 1 == results.size()) works.push_back(std::move(one));
  }
  return works;
}

// What the largest gain of a cell is, for sorting; cells without a ratio come last.
double sort_key(const CellDifference& cell) {
  double key = -1;
  for (const auto& one : cell.others)
    if (one.ratio.estimate) key = std::max(key, one.ratio.estimate->point());
  return key;
}

void count_lonely(Differences& found, const std::vector<Views>& results) {
  for (std::size_t k = 0; k < results.size(); ++k) {
    auto& result = found.results[k];
    result.cells = results[k].rows.size();
    std::size_t matched = k == 0 ? found.cells.size() : 0;
    if (k > 0)
      for (const auto& cell : found.cells) matched += cell.others[k - 1].row ? 1 : 0;
    result.alone = result.cells - matched;
  }
}

}  // namespace

Differences find_differences(const std::vector<Views>& results, const std::vector<std::string>& why) {
  Differences found;
  found.results = named_results(results);
  for (std::size_t k = 0; k < found.results.size() && k < why.size(); ++k) found.results[k].why = why[k];
  found.context = context_lines(results);
  found.cells = matched_cells(results);
  count_lonely(found, results);
  const auto cells = resolve_cells(found.cells, results, cells_share);
  found.compared = cells.compared, found.too_few = cells.too_few;
  found.faster = cells.faster, found.slower = cells.slower;
  found.kernels = group_differences(found.cells, results, false);
  found.groups = group_differences(found.cells, results, true);
  found.works = matched_works(results);
  const auto works = resolve_works(found.works, results, works_share);
  found.works_faster = works.faster, found.works_slower = works.slower;
  std::stable_sort(
      found.cells.begin(), found.cells.end(),
      [](const CellDifference& one, const CellDifference& other) { return sort_key(one) > sort_key(other); });
  return found;
}

}  // namespace parallax::reports
