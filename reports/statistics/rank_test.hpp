// SPDX-License-Identifier: MIT
// Whether sets of samples can come from one distribution, whatever that is.
#pragma once

#include <span>

namespace parallax::reports {

// The probability that samples of one distribution are as far apart in their ranks, or farther. Two sets: the test
// of Mann and Whitney, two-sided; exact up to 12 samples each, so that three of each never get below 0.1. More
// sets: the test of Kruskal and Wallis, by chi-squared; or that of Welch on the ranks, where it is less sure, because
// sets that spread unlike each other look too improbable to the former. Equal samples share their mean rank. Every set
// has samples. (W. H. Kruskal and W. A. Wallis, Use of Ranks in One-Criterion Variance Analysis, JASA 47, 1952; B. L.
// Welch, On the Comparison of Several Mean Values, Biometrika 38, 1951.)
double same_distribution_probability(std::span<const std::span<const double>> sets);

// Below which probability `part` of `all` sets differ, so that all statements on a page about which of the `all`
// differ are right together with 1 - `error`. (The steps of Ryan, Einot, Gabriel and Welsch: the largest parts are
// tested first, and a part differs only if every larger one around it does.)
double step_down_level(std::size_t part, std::size_t all, double error);

}  // namespace parallax::reports
