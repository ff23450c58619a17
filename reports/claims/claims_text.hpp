// SPDX-License-Identifier: MIT
// Claims and verdicts as text: for a terminal, and as Markdown for a pull request or a wiki.
#pragma once

#include <string>
#include <vector>

#include "reports/claims/claim.hpp"

namespace parallax::reports::claims {

// A line for each claim, and one for each evidence.
std::string terminal(const std::vector<Judged>& judged);
std::string markdown(const std::vector<Judged>& judged, const Results& results);

// All claims with their rules and the cells that they need, without verdicts.
std::string listing(const std::vector<const Claim*>& claims);

}  // namespace parallax::reports::claims
