// SPDX-License-Identifier: MIT
// Whether samples fall into two groups, so that no single value describes them.
#pragma once

#include <cstddef>
#include <span>

namespace parallax::reports {

// How much better two means describe the samples than one: the sum of squares between the two groups / within
// them, for the split of the sorted samples where that is largest. (L. Engelman and J. A. Hartigan,
// Percentage Points of a Test for Clusters, JASA 64, 1969.) Each group has at least a fifth of the samples
// and two of them: a single outlier is no mode. 0 for fewer than four samples; infinite for two groups of
// equals.
double cluster_ratio(std::span<const double> samples);

// The probability that as many samples of one normal distribution are split at least as well; by simulation
// with a fixed seed. Of more than 200 it is that of 200, which is rather too large.
double cluster_probability(double ratio, std::size_t count);

// True if the test says so at 1 %, and if the medians of the groups differ by more than 5 % of the median of
// all: a smaller difference would interest nobody.
bool is_bimodal(std::span<const double> samples);

}  // namespace parallax::reports
