// SPDX-License-Identifier: MIT
#include "reports/statistics/proportion.hpp"

#include <boost/math/distributions/binomial.hpp>

namespace parallax::reports {

Estimate proportion(std::size_t hits, std::size_t trials, double confidence) {
  if (trials == 0) return {0, Interval{0, 1, 1}, {"nothing was tried"}};
  using boost::math::binomial;
  const auto n = static_cast<double>(trials), k = static_cast<double>(hits);
  const double tail = (1 - confidence) / 2;
  const double low = hits == 0 ? 0 : binomial::find_lower_bound_on_p(n, k, tail);
  const double high = hits == trials ? 1 : binomial::find_upper_bound_on_p(n, k, tail);
  return {k / n, Interval{low, high, confidence}, {}};
}

}  // namespace parallax::reports
