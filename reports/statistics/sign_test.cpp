// SPDX-License-Identifier: MIT
#include "reports/statistics/sign_test.hpp"

#include <algorithm>
#include <numeric>

#include "reports/statistics/distributions.hpp"
#include "reports/statistics/median.hpp"

namespace parallax::reports {

Signs signs_of(std::span<const double> differences) {
  Signs signs;
  for (const double one : differences) ++(one > 0 ? signs.positive : one < 0 ? signs.negative : signs.ties);
  return signs;
}

double sign_test(const Signs& signs) {
  const auto trials = signs.positive + signs.negative;
  if (trials == 0 || signs.positive == 0) return 1;
  return binomial_at_least(signs.positive, trials, 0.5);
}

std::vector<double> holm(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double highest = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    highest = std::max(highest, std::min(1.0, p[order[i]] * static_cast<double>(p.size() - i)));
    adjusted[order[i]] = highest;
  }
  return adjusted;
}

Estimate median_of_differences(std::span<const double> differences, double confidence) {
  std::vector<double> sorted(differences.begin(), differences.end());
  std::sort(sorted.begin(), sorted.end());
  const auto count = sorted.size();
  const auto rank = median_rank(count, confidence).value_or(1);
  return {median(sorted), Interval{sorted[rank - 1], sorted[count - rank], median_confidence(count, rank)}};
}

}  // namespace parallax::reports
