// SPDX-License-Identifier: MIT
#include "reports/statistics/distributions.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace parallax::reports {
namespace {

namespace math = boost::math;

// Doubles are precise enough for probabilities down to 1e-12, and several times faster than long ones.
using Doubles = math::policies::policy<math::policies::promote_double<false>>;
using Binomial = math::binomial_distribution<double, Doubles>;
using Student = math::students_t_distribution<double, Doubles>;
using ChiSquared = math::chi_squared_distribution<double, Doubles>;
using Fisher = math::fisher_f_distribution<double, Doubles>;

}  // namespace

double binomial_at_least(std::size_t hits, std::size_t trials, double p) {
  if (hits == 0) return 1;
  const Binomial draws(static_cast<double>(trials), p);
  return math::cdf(math::complement(draws, static_cast<double>(hits - 1)));
}

double lowest_proportion(std::size_t hits, std::size_t trials, double tail) {
  if (hits == 0) return 0;
  return Binomial::find_lower_bound_on_p(static_cast<double>(trials), static_cast<double>(hits), tail);
}

double highest_proportion(std::size_t hits, std::size_t trials, double tail) {
  if (hits == trials) return 1;
  return Binomial::find_upper_bound_on_p(static_cast<double>(trials), static_cast<double>(hits), tail);
}

double student_two_sided(double t, double degrees) {
  return std::isinf(t) ? 0 : 2 * math::cdf(math::complement(Student(degrees), std::abs(t)));
}

double student_quantile(double probability, double degrees) {
  return math::quantile(math::complement(Student(degrees), probability / 2));
}

double chi_squared_above(double x, double degrees) {
  return x > 0 ? math::cdf(math::complement(ChiSquared(degrees), x)) : 1;
}

double fisher_above(double x, double degrees, double other_degrees) {
  return x > 0 ? math::cdf(math::complement(Fisher(degrees, other_degrees), x)) : 1;
}

}  // namespace parallax::reports
