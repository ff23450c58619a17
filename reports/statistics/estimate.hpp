// SPDX-License-Identifier: MIT
// Statistics: pure functions from samples to a value, how sure it is, and what a reader has to be warned of.
//
// One sample is one repetition, that is one fresh process. Nothing in this folder assumes a distribution: run
// times are skewed and have several modes, so medians and ranks are used instead of means and deviations.
// Equal samples give equal results, to the last bit, on every machine. Warnings travel with the number they
// belong to, up to the page.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "support/median.hpp"

namespace parallax::reports {

struct Interval {
  double low, high;
  double confidence;  // the level that is really reached; ranks come in steps

  bool operator==(const Interval&) const = default;
};

struct Estimate {
  double value;
  std::optional<Interval> interval;
  std::vector<std::string> warnings;  // one plain clause each
};

// Below the first an interval is a guess: of three samples, one in four sets has the median outside of its
// range. Below the second, ranks reach no interval of the usual confidence.
inline constexpr std::size_t fewest_for_interval = 3, fewest_for_usual_confidence = 6;

// What is said of equals as if they differed may be wrong in so many of all cases.
inline constexpr double usual_error = 1 - usual_confidence;

// The ends of the interval, or the value itself where there is none.
inline double low_end(const Estimate& estimate) {
  return estimate.interval ? estimate.interval->low : estimate.value;
}
inline double high_end(const Estimate& estimate) {
  return estimate.interval ? estimate.interval->high : estimate.value;
}

}  // namespace parallax::reports
