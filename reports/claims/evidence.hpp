// SPDX-License-Identifier: MIT
// Evidence: a number with its interval, and what it says for or against a claim.
//
// The interval decides, not the value in its middle: evidence whose interval reaches over a threshold is on
// neither side for sure, and is never rounded to one.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "reports/statistics/estimate.hpp"

namespace parallax::reports::claims {

// What a number is: a factor ("1.73×"), a share of one ("94 %"), a time, or how many.
enum class Unit { ratio, share, seconds, count };

struct Effect {
  Estimate estimate;
  Unit unit = Unit::ratio;
  std::vector<std::string> cells;  // that it was read from
};

// Which values speak for a claim and which against it. What lies in between does neither.
struct Bounds {
  static constexpr double infinity = std::numeric_limits<double>::infinity();
  double supports_from = -infinity, supports_to = infinity;
  double contradicts_below = -infinity, contradicts_above = infinity;
};

inline Bounds at_least(double supports, double contradicts_below) {
  return {.supports_from = supports, .contradicts_below = contradicts_below};
}
inline Bounds at_least(double supports) { return at_least(supports, supports); }
inline Bounds at_most(double supports, double contradicts_above) {
  return {.supports_to = supports, .contradicts_above = contradicts_above};
}
inline Bounds at_most(double supports) { return at_most(supports, supports); }
inline Bounds within(double low, double high) {
  return {.supports_from = low, .supports_to = high, .contradicts_below = low, .contradicts_above = high};
}

struct Evidence {
  std::string what;  // "pipe against feeder-queue, 8 B"
  Effect effect;
  std::optional<Bounds> bounds{};  // none: shown, but nothing hangs on it
};

// On which sides the true value may be, as far as the interval tells. Without an interval: on any.
struct Sides {
  bool supports = false, between = false, contradicts = false;

  bool operator==(const Sides&) const = default;
};
Sides sides_of(const Estimate& estimate, const Bounds& bounds);

}  // namespace parallax::reports::claims
