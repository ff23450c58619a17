// SPDX-License-Identifier: MIT
// One series of a history as an SVG: ratios on a logarithmic axis, commits from left to right.
#pragma once

#include <vector>

#include "reports/gate/history_view.hpp"
#include "reports/html/markup.hpp"

namespace parallax::reports::html {

// A dot per commit with its interval as a line through it and what is known of it as a tooltip, a cross at
// the bottom for a commit without a ratio, the medians of the segments as steps, and each change as a
// vertical line with its commit. Empty without points.
Markup history_chart(const gate::HistorySeries& series);

// Ratios worth a line, in [low, high], both above 0: round percentages, or powers of two where the axis spans
// more than a factor of three. At most eight or so.
std::vector<double> percent_ticks(double low, double high);

// A tick as text: "−5 %", "0 %", "+0.5 %"; far from 1 "16×" or "0.01×".
std::string percent_tick_text(double ratio);

}  // namespace parallax::reports::html
