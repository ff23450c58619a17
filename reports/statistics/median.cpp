// SPDX-License-Identifier: MIT
#include "reports/statistics/median.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace parallax::reports {

Estimate median_with_interval(std::span<const double> samples) {
  const auto count = samples.size();
  if (count < fewest_for_interval)
    return {median(samples),
            NoInterval{fmt::format("fewer than {} repetitions: no interval", fewest_for_interval)}};
  const auto usual = median_rank(count);
  const auto rank = usual.value_or(1);
  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  Estimate estimate(median(samples),
                    Interval{sorted[rank - 1], sorted[count - rank], median_confidence(count, rank)});
  if (!usual)
    estimate.warn(fmt::format(
        "fewer than {} repetitions: no 95 % interval of the median; the range of {} holds it with {:.3g} %",
        fewest_for_usual_confidence, count, 100 * median_confidence(count, 1)));
  return estimate;
}

}  // namespace parallax::reports
