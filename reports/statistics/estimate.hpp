// SPDX-License-Identifier: MIT
// Statistics: pure functions from samples to a value, how sure it is, and what a reader has to be warned of.
//
// One sample is one repetition, that is one fresh process. Nothing in this folder assumes a distribution: run
// times are skewed and have several modes, so medians and ranks are used instead of means and deviations.
// Equal samples give equal results, to the last bit, on every machine. Warnings travel with the number they
// belong to, up to the page.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/median.hpp"

namespace parallax::reports {

struct Interval {
  double low, high;
  double confidence;  // the level that is really reached; ranks come in steps

  bool operator==(const Interval&) const = default;
};

// Why a number has no interval: one plain clause, which becomes a warning of the number.
struct NoInterval {
  std::string why;
};

// Where a true value lies, as far as anyone can tell; both ends included.
struct PossibleValues {
  double low, high;
};

// A number read from samples. Whoever makes one decides: an interval, the reason why there is none, or that it is
// exact. Whoever compares one asks whether that is sure. So a missing interval is never one without width.
class Estimate {
 public:
  // Templates, so that `{}` is neither.
  Estimate(double point, const std::same_as<Interval> auto& interval, std::vector<std::string> warnings = {})
      : point_(point), interval_(interval), warnings_(std::move(warnings)) {}
  Estimate(double point, std::same_as<NoInterval> auto reason) : point_(point) {
    warn(std::move(reason.why));
  }

  // What was not sampled: the unit of a ratio, what has happened or has not.
  static Estimate exactly(double value) {
    Estimate estimate(value);
    estimate.is_exact_ = true;
    return estimate;
  }

  // For places and orders. A text of it has its interval beside it (reports/estimate_text.hpp).
  double point() const { return point_; }
  const std::optional<Interval>& interval() const { return interval_; }
  bool is_exact() const { return is_exact_; }

  // Any value at all if there is no interval.
  PossibleValues possible() const {
    constexpr auto infinity = std::numeric_limits<double>::infinity();
    if (interval_) return {interval_->low, interval_->high};
    return is_exact_ ? PossibleValues{point_, point_} : PossibleValues{-infinity, infinity};
  }
  bool surely_above(double bound) const { return possible().low > bound; }
  bool surely_below(double bound) const { return possible().high < bound; }
  bool surely_differs_from(double value) const { return surely_above(value) || surely_below(value); }

  // A function of it that only rises or only falls.
  template <class Monotone>
  Estimate through(Monotone function) const {
    Estimate other(*this);
    other.point_ = function(point_);
    if (interval_) {
      const std::pair ends(function(interval_->low), function(interval_->high));
      other.interval_ = Interval{std::min(ends.first, ends.second), std::max(ends.first, ends.second),
                                 interval_->confidence};
    }
    return other;
  }

  // One plain clause each.
  const std::vector<std::string>& warnings() const { return warnings_; }
  void warn(std::string clause) { warnings_.push_back(std::move(clause)); }

 private:
  explicit Estimate(double value) : point_(value) {}

  double point_;
  std::optional<Interval> interval_;
  bool is_exact_ = false;
  std::vector<std::string> warnings_;
};

// Below the first an interval is a guess: of three samples, one in four sets has the median outside of its
// range. Below the second, ranks reach no interval of the usual confidence.
inline constexpr std::size_t fewest_for_interval = 3, fewest_for_usual_confidence = 6;

// What is said of equals as if they differed may be wrong in so many of all cases.
inline constexpr double usual_error = 1 - usual_confidence;

}  // namespace parallax::reports
