// SPDX-License-Identifier: MIT
// Results side by side as comma-separated values: a line for each cell of each result, with its ratio to the
// first one.
#pragma once

#include <string>
#include <vector>

#include "reports/views/differences.hpp"

namespace parallax::reports::text {

std::string differences_csv(const Differences& found, const std::vector<Views>& results);

}  // namespace parallax::reports::text
