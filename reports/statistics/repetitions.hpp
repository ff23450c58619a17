// SPDX-License-Identifier: MIT
// How many repetitions it would take to tell apart what those that there are do not.
#pragma once

#include <cstddef>
#include <optional>

#include "reports/statistics/estimate.hpp"

namespace parallax::reports {

// Above this it is not told how many.
inline constexpr std::size_t most_repetitions_told = 1000;

// An estimate, for planning: the number at which a difference as large as the one that was seen would be called sure
// in four of five runs. `slowdown` is a ratio above 1 with its 95 % interval, from so many repetitions of each of the
// `contenders`; an interval's width on a logarithmic scale shrinks with the square root of the repetitions. At least one
// more than there were, and enough for ranks to reach the level of that many contenders; two digits say enough. Nothing where the ratio has
// no interval or is not above 1: then nothing is known to be told.
std::optional<std::size_t> repetitions_to_resolve(const Estimate& slowdown, std::size_t repetitions,
                                                  std::size_t contenders);

}  // namespace parallax::reports
