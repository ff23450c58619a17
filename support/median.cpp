// SPDX-License-Identifier: MIT
#include "support/median.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace parallax {
namespace {

// P(Bin(count, 1/2) <= most), for `most` below the middle: the largest term first, then downwards until terms
// no longer count.
double lower_tail(std::size_t count, std::size_t most) {
  const auto n = static_cast<double>(count);
  const auto k = static_cast<double>(most);
  double term = std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) - n * std::log(2));
  double sum = term;
  for (std::size_t i = most; i > 0 && term > sum * std::numeric_limits<double>::epsilon() / 4; --i) {
    term *= static_cast<double>(i) / static_cast<double>(count - i + 1);
    sum += term;
  }
  return sum;
}

}  // namespace

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
  return 1 - 2 * lower_tail(count, rank - 1);
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

}  // namespace parallax
