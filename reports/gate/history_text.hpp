// SPDX-License-Identifier: MIT
// The history for a terminal: a line per cell with the latest ratio, the series as a row of small bars and
// the newest change; a long name stands above it, earlier changes below.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/gate/history_view.hpp"

namespace parallax::reports::gate {

// Ends with a newline. Lines are at most so many columns long, but never cut below 80. Whatever comes from a
// file is made safe to print.
std::string history_text(const HistoryView& view, std::size_t columns = 100);

// Bars from ▁ to █ for positive values, on a logarithmic axis from the lowest to the highest; at most so many
// columns, several values of one becoming their median. Values that differ by less than 4 % in all are not
// blown up to the full height, or else noise would look like news. Empty without values.
std::string sparkline(const std::vector<double>& values, std::size_t columns);

}  // namespace parallax::reports::gate
