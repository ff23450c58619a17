// SPDX-License-Identifier: MIT
// From which size on one strategy is faster than another.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/statistics/estimate.hpp"

namespace parallax::reports {

struct SizePoint {
  double size;                           // of the job: items, or any measure that grows with it; positive
  std::span<const double> ours, theirs;  // seconds; positive, not empty
};

enum class BreakEven {
  from_size,      // faster from `size` on, up to the end of the sweep
  at_the_latest,  // surely faster from `latest` on; whether at smaller ones too is not sure
  always,         // surely faster at every size, the smallest included
  never,          // surely slower at the largest size
  not_resolved    // the two cannot be told apart at the largest size
};

struct BreakEvenSize {
  BreakEven outcome;
  // Of `from_size`: where the ratio crosses 1 for the last time, interpolated in both logarithms.
  std::optional<Estimate> size{};
  // Of `at_the_latest`: the smallest size at which, and at all larger ones, it is surely faster.
  double latest = 0;
  // Of both: some job is surely done faster that is smaller than one that is surely done slower.
  bool changes_sides = false;
  std::vector<std::string> warnings{};
};

// "Surely faster" at a size: the 95 % interval of the ratio of medians lies below 1, and so does the probability that the
// ranks are those of equals (5 %). Sizes are tested from the largest down to the first that fails, so that all is right
// together with 95 %. The interval of `from_size` comes from 2000 resamples (fixed seed), and reaches
// at least to the measured sizes on both sides: what lies between them was not measured. An interval that reaches the
// smallest size, where it is not surely slower, is none: the advantage may begin below all sizes (`at_the_latest`).
// Warns if the sweep has fewer than three sizes. Without a size: not resolved, with a warning.
BreakEvenSize break_even(std::span<const SizePoint> sweep);

}  // namespace parallax::reports
