// SPDX-License-Identifier: MIT
// The claims page: one row per claim with its verdict, its evidence as ranges against the rule's thresholds,
// and what reproduces it. No script.
#pragma once

#include <string>
#include <vector>

#include "reports/claims/claim.hpp"

namespace parallax::reports::claims {

std::string page(const std::vector<Judged>& judged, const Results& results);

}  // namespace parallax::reports::claims
