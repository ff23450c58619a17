// SPDX-License-Identifier: MIT
// Statistics: pure functions from samples to a value, how sure it is, and what a reader has to be warned of.
//
// One sample is one repetition, that is one fresh process. Nothing here assumes a distribution: run times are
// skewed and have several modes, so medians and ranks are used instead of means and deviations. Equal samples
// give equal results, to the last bit, on every machine.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace parallax::reports {

struct Interval {
  double low, high;
  double confidence;  // the level that is really reached; ranks come in steps
};

struct Estimate {
  double value;
  std::optional<Interval> interval;
  std::vector<std::string> warnings;  // one plain clause each
};

inline constexpr double usual_confidence = 0.95;

// The middle value, or the mean of the two in the middle. Samples must not be empty, here and below.
double median(std::span<const double> samples);

// The rank k (from 1) for which the k-th smallest and the k-th largest of `count` samples hold the true
// median between them with at least the asked confidence; nothing if even the whole range does not.
std::optional<std::size_t> median_rank(std::size_t count, double confidence = usual_confidence);

// How sure it is that the k-th smallest and the k-th largest of `count` samples hold the true median between
// them.
double median_confidence(std::size_t count, std::size_t rank);

// The median with its order-statistic interval. With too few samples the interval is their whole range, at
// the lower confidence that it states, and a warning says so.
Estimate median_with_interval(std::span<const double> samples);

// median(numerator) / median(denominator) of two independent, positive samples, with a bootstrap percentile
// interval.
Estimate ratio_of_medians(std::span<const double> numerator, std::span<const double> denominator);

}  // namespace parallax::reports
