// SPDX-License-Identifier: MIT
// Whether samples fall into two groups, so that no single value describes them.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace parallax::reports {

// The dip: how far the distribution of the samples is from the nearest one with a single mode, as the largest distance of
// the two. Whatever the shape of a single mode, however skewed, the dip is seldom larger than that of a uniform
// distribution. (J. A. Hartigan and P. M. Hartigan, The Dip Test of Unimodality, Annals of Statistics 13, 1985.) Not below
// 1/(2 n), which is that of evenly spaced samples; 0 without samples.
double dip(std::span<const double> samples);

// The probability that as many samples of a uniform distribution dip as much; by simulation with a fixed seed. Of more
// than 100 samples it is that of 100, with the dip scaled by the square root of their number.
double dip_probability(double dip, std::size_t count);

// The same of these samples. 1 where two modes would interest nobody: if the medians of the two groups, parted at the widest
// gap that leaves two samples and a fifth of them on each side, differ by no more than 5 % of the median of all, or lie on
// neighbouring ticks of a clock.
double one_mode_probability(std::span<const double> samples);

// True if that is below 0.5 %. For one set of samples: of many sets some would seem to have two modes, see find_few().
bool is_bimodal(std::span<const double> samples);

// Which of many probabilities are so small that of those named one in twenty at most is named wrongly, and that none is
// named in nineteen of twenty cases if all come from chance. (Y. Benjamini and Y. Hochberg, Controlling the False Discovery
// Rate, JRSS B 57, 1995.)
std::vector<bool> find_few(std::span<const double> probabilities);

}  // namespace parallax::reports
