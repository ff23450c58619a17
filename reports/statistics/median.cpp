// SPDX-License-Identifier: MIT
#include "reports/statistics/median.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace parallax::reports {

Estimate median_with_interval(std::span<const double> samples) {
  Estimate estimate{median(samples), {}, {}};
  const auto count = samples.size();
  if (count < fewest_for_interval) {
    estimate.warnings.push_back(fmt::format("fewer than {} repetitions: no interval", fewest_for_interval));
    return estimate;
  }
  auto rank = median_rank(count);
  if (!rank) {
    rank = 1;
    estimate.warnings.push_back(fmt::format(
        "fewer than {} repetitions: no 95 % interval of the median; the range of {} holds it with {:.3g} %",
        fewest_for_usual_confidence, count, 100 * median_confidence(count, 1)));
  }
  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  estimate.interval = Interval{sorted[*rank - 1], sorted[count - *rank], median_confidence(count, *rank)};
  return estimate;
}

}  // namespace parallax::reports
