// SPDX-License-Identifier: MIT
#include "benches/harness/planning/contest.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace parallax {
namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::vector<double> seconds_of(const MeasuredCell& measured) {
  std::vector<double> seconds;
  for (const Outcome& outcome : measured.outcomes)
    seconds.push_back(outcome.measurement.seconds / static_cast<double>(measured.iterations));
  return seconds;
}

}  // namespace

std::vector<std::size_t> undecided(const std::vector<std::reference_wrapper<const MeasuredCell>>& all,
                                   const std::vector<Cell>& cells, const std::vector<std::size_t>& work_of) {
  std::map<std::size_t, std::map<std::string_view, std::pair<double, std::size_t>>> fastest;
  for (std::size_t index = 0; index < all.size(); ++index) {
    const MeasuredCell& measured = all[index];
    const Cell& cell = cells[measured.cell];
    if (measured.has_failed() || cell.subject->control()) continue;
    const std::pair candidate(median(seconds_of(measured)), index);
    auto& known =
        fastest[work_of[measured.cell]].try_emplace(cell.subject->runtime(), candidate).first->second;
    known = std::min(known, candidate);
  }
  std::vector<std::size_t> found;
  for (const auto& [work, runtimes] : fastest) {
    std::vector<std::pair<double, std::size_t>> order;
    for (const auto& [name, cell] : runtimes) order.push_back(cell);
    if (order.size() < 2) continue;
    std::sort(order.begin(), order.end());
    const auto best = seconds_of(all[order[0].second]);
    const auto next = seconds_of(all[order[1].second]);
    if (*std::max_element(best.begin(), best.end()) < *std::min_element(next.begin(), next.end())) continue;
    found.push_back(order[0].second);
    found.push_back(order[1].second);
  }
  return found;
}

}  // namespace parallax
