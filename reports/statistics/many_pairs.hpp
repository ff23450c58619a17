// SPDX-License-Identifier: MIT
// Which of many pairs of samples differ, so that all answers together are right with 95 %.
//
// A correction that divides the error by the number of pairs (Bonferroni, Holm) can find nothing here: two
// samples of six repetitions cannot give a p below 1 in 462, and a result file has hundreds of cells. So the
// repetitions of all pairs are exchanged together: how large does the largest of all differences become if
// nothing but chance divides each pair? (P. H. Westfall and S. S. Young, Resampling-Based Multiple Testing,
// 1993, step-down maxT.) Nothing is assumed of the distributions, and pairs may depend on each other as long
// as repetitions of one number do. The chance that any pair of equals is said to differ is at most 5 %,
// however many of the others do.
//
// What is exchanged must be alike but for its middle. Where one result spreads more than the other, as a quiet machine
// and a noisy one do, half of all reports named equals. So the chance is also that of Welch's test of each pair, which
// takes unlike spreads, by Holm's step-down correction; the less sure of both counts.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace parallax::reports {

struct SamplePair {
  std::span<const double> one, other;  // positive
};

// Pairs with fewer repetitions on either side can exchange them in too few ways: they are never resolved.
inline constexpr std::size_t fewest_to_exchange = 5;

// For every pair the adjusted p: the chance that, without any difference, some pair would look as different as
// this one, less those that are surely different. 1 for pairs with too few repetitions. Compared are the means
// of the logarithms in units of their own spread (Welch's t), over 2000 exchanges (fixed seed) and by Student's
// distribution.
std::vector<double> adjusted_chances(std::span<const SamplePair> pairs);

}  // namespace parallax::reports
