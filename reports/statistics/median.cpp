// SPDX-License-Identifier: MIT
#include "reports/statistics/median.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <stdexcept>
#include <vector>

namespace parallax::reports {

double median(std::span<const double> samples) {
  if (samples.empty()) throw std::logic_error("median: no samples");
  std::vector<double> copy(samples.begin(), samples.end());
  const auto middle = copy.begin() + static_cast<std::ptrdiff_t>(copy.size() / 2);
  std::nth_element(copy.begin(), middle, copy.end());
  if (copy.size() % 2 == 1) return *middle;
  return (*std::max_element(copy.begin(), middle) + *middle) / 2;
}

// Both ends miss the median if fewer than `rank` samples lie on its one side or on its other, and each sample
// falls on either side with probability 1/2: 1 - 2 P(Bin(count, 1/2) < rank). (H. A. David and H. N.
// Nagaraja, Order Statistics, 3rd edition, section 7.1.)
double median_confidence(std::size_t count, std::size_t rank) {
  if (rank == 0 || count == 0) return 1;
  const boost::math::binomial sides(static_cast<double>(count), 0.5);
  return 1 - 2 * boost::math::cdf(sides, static_cast<double>(rank - 1));
}

std::optional<std::size_t> median_rank(std::size_t count, double confidence) {
  if (count < 2 || median_confidence(count, 1) < confidence) return std::nullopt;
  std::size_t enough = 1, too_far = count / 2 + 1;  // confidence falls as the rank rises
  while (too_far - enough > 1) {
    const auto rank = (enough + too_far) / 2;
    (median_confidence(count, rank) >= confidence ? enough : too_far) = rank;
  }
  return enough;
}

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
