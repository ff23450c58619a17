// SPDX-License-Identifier: MIT
// The exact sign test for pairs, and Holm's correction for several tests at once.
//
// It asks of each pair only which one was slower, so it holds whatever the distribution of times is, as long
// as both members of a pair could have been exchanged had the programs been equal.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "reports/statistics/estimate.hpp"

namespace parallax::reports {

// How many of the differences have each sign.
struct Signs {
  std::size_t positive = 0, negative = 0, ties = 0;
};
Signs signs_of(std::span<const double> differences);

// The probability that of `positive + negative` fair coins at least `positive` show heads. One-sided; ties do
// not count. 1 if there are no pairs. (W. J. Dixon and A. M. Mood, The Statistical Sign Test, JASA 41, 1946.)
double sign_test(const Signs& signs);

// The p values of a family of tests, adjusted so that refusing those below alpha is wrong even once with a
// probability of at most alpha; in the order given. (S. Holm, A Simple Sequentially Rejective Multiple Test
// Procedure, Scandinavian Journal of Statistics 6, 1979.)
std::vector<double> holm(std::span<const double> p);

// The median of the differences with the order-statistic interval of at least this confidence, or the whole
// range, at the confidence that it then has. Must not be empty.
Estimate median_of_differences(std::span<const double> differences, double confidence);

}  // namespace parallax::reports
