// SPDX-License-Identifier: MIT
// From which size on one strategy is faster than another.
#pragma once

#include <span>
#include <vector>

#include "reports/statistics/estimate.hpp"

namespace parallax::reports {

struct SizePoint {
  double size;                           // of the job: items, or any measure that grows with it; positive
  std::span<const double> ours, theirs;  // seconds; positive, not empty
};

enum class BreakEven {
  from_size,    // faster from `size` on, up to the end of the sweep
  always,       // faster at every size, the smallest included
  never,        // not faster at the largest size
  not_resolved  // the two cannot be told apart at the largest size
};

struct BreakEvenSize {
  BreakEven outcome;
  Estimate
      size;  // of `from_size`: where the ratio crosses 1 for the last time, interpolated in both logarithms
};

// "Faster" is decided by the interval of the ratio of medians at the ends of the sweep; the interval of the
// size comes from 2000 resamples (fixed seed). Warns if the ratio crosses 1 more than once, if the sweep has
// fewer than three sizes, if the interval reaches the end of the sweep.
BreakEvenSize break_even(std::span<const SizePoint> sweep);

}  // namespace parallax::reports
