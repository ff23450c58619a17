// SPDX-License-Identifier: MIT
// The median and its order-statistic interval, which holds for every distribution.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "reports/statistics/estimate.hpp"

namespace parallax::reports {

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

}  // namespace parallax::reports
