// SPDX-License-Identifier: MIT
#include "reports/statistics/proportion.hpp"

#include "reports/statistics/distributions.hpp"

namespace parallax::reports {

Estimate proportion(std::size_t hits, std::size_t trials, double confidence) {
  if (trials == 0) return {0, Interval{0, 1, 1}, {"nothing was tried"}};
  const double tail = (1 - confidence) / 2;
  const Interval bounds{lowest_proportion(hits, trials, tail), highest_proportion(hits, trials, tail),
                        confidence};
  return {static_cast<double>(hits) / static_cast<double>(trials), bounds};
}

}  // namespace parallax::reports
