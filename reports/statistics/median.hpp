// SPDX-License-Identifier: MIT
// The median and its order-statistic interval, which holds for every distribution.
#pragma once

#include <span>

#include "reports/statistics/estimate.hpp"
#include "support/median.hpp"

namespace parallax::reports {

// The median with its order-statistic interval. Samples must not be empty. With too few samples the interval
// is their whole range, at the lower confidence that it states, and a warning says so.
Estimate median_with_interval(std::span<const double> samples);

}  // namespace parallax::reports
