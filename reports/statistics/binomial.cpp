// SPDX-License-Identifier: MIT
#include "reports/statistics/binomial.hpp"

#include <boost/math/distributions/binomial.hpp>

namespace parallax::reports {
namespace {

// Doubles are precise enough for probabilities down to 1e-12, and several times faster than long ones.
using Doubles = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
using Binomial = boost::math::binomial_distribution<double, Doubles>;

}  // namespace

double binomial_at_least(std::size_t hits, std::size_t trials, double p) {
  if (hits == 0) return 1;
  const Binomial draws(static_cast<double>(trials), p);
  return boost::math::cdf(boost::math::complement(draws, static_cast<double>(hits - 1)));
}

double lowest_proportion(std::size_t hits, std::size_t trials, double tail) {
  if (hits == 0) return 0;
  return Binomial::find_lower_bound_on_p(static_cast<double>(trials), static_cast<double>(hits), tail);
}

double highest_proportion(std::size_t hits, std::size_t trials, double tail) {
  if (hits == trials) return 1;
  return Binomial::find_upper_bound_on_p(static_cast<double>(trials), static_cast<double>(hits), tail);
}

}  // namespace parallax::reports
