// SPDX-License-Identifier: MIT
// Distributions, by Boost.Math. Boost's headers take seconds to compile, so they are included here only.
#pragma once

#include <cstddef>

namespace parallax::reports {

// P(at least `hits` of `trials` independent ones succeed, each with probability `p`). 1 for no hits.
double binomial_at_least(std::size_t hits, std::size_t trials, double p);

// The bounds of Clopper and Pearson: the lowest and the highest p under which so many hits, or more, or fewer,
// would have the probability `tail`. `trials` is not 0.
double lowest_proportion(std::size_t hits, std::size_t trials, double tail);
double highest_proportion(std::size_t hits, std::size_t trials, double tail);

// P(|T| >= |t|) of Student's distribution, and the t for which that is `probability`. Degrees are positive.
double student_two_sided(double t, double degrees);
double student_quantile(double probability, double degrees);

// P(X >= x) of chi-squared.
double chi_squared_above(double x, double degrees);

// P(X >= x) of Fisher's F, whose degrees are positive.
double fisher_above(double x, double degrees, double other_degrees);

}  // namespace parallax::reports
