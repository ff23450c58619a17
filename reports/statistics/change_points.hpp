// SPDX-License-Identifier: MIT
// Where a series changes its distribution for good: E-divisive (D. S. Matteson and N. A. James, A
// Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data, JASA 109, 2014), for single
// numbers and with the exponent 1.
//
// The series is bisected where the energy distance between what lies left and what lies right is largest, and
// that again within the parts, for as long as a permutation test calls the largest distance of all parts
// surprising. Nothing is assumed of the distribution but that values of one part can be exchanged: a series
// that drifts, or whose neighbours resemble each other, has change points too.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace parallax::reports {

struct ChangePointOptions {
  // The chance that a series without any change is said to have one, however long it is. From 1e-5 to below
  // 1.
  double level = 0.01;
  // Values on either side of a change point, at least 2. A run of fewer that are apart is an outlier.
  std::size_t least_segment = 5;
};

struct ChangePoint {
  std::size_t index;     // the first value of the new segment
  double p;              // of the permutation test, at most the level
  double before, after;  // medians of the segments that meet here, in the unit of the series

  bool operator==(const ChangePoint&) const = default;
};

// From left to right; empty if the series has fewer than two least segments. Equal series have equal change
// points: the permutations come from a fixed seed. There are 999 of them, or as many as the level needs;
// the test ends early once it is settled that there is no change. A scan takes as many steps as the series
// has pairs of values, so the time grows with the square of the length, times the change points that are
// found. Throws std::invalid_argument for a value that is not finite and for options out of range.
std::vector<ChangePoint> change_points(std::span<const double> series,
                                       const ChangePointOptions& options = {});

// The energy statistic of two samples of at least two values each, from its definition (equations 5 and 6 of
// the paper): n m / (n + m) times twice the mean distance between them less the mean distances within each.
// About 0 or below for samples of one distribution. Takes n m steps.
double energy_statistic(std::span<const double> left, std::span<const double> right);

// The split of a series whose statistic is largest: the values before `index` against those from there up to
// `end`. The end varies, too, because later changes could hide the first one (section 2.3 of the paper).
struct Split {
  std::size_t index = 0, end = 0;
  double statistic = 0;  // 0 if no split has more
};
Split strongest_split(std::span<const double> series, std::size_t least_segment);

}  // namespace parallax::reports
