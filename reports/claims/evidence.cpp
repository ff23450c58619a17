// SPDX-License-Identifier: MIT
#include "reports/claims/evidence.hpp"

namespace parallax::reports::claims {

Sides sides_of(const Estimate& estimate, const Bounds& bounds) {
  const auto [low, high] = estimate.possible();
  const auto& [from, to, below, above] = bounds;
  return {
      .supports = low <= to && high >= from,
      .between = (low < from && high >= below && below < from) || (high > to && low <= above && above > to),
      .contradicts = low < below || high > above};
}

}  // namespace parallax::reports::claims
