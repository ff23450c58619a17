// SPDX-License-Identifier: MIT
// The section that shows a history: complete without JavaScript, its pictures are drawn here.
#pragma once

#include <cstddef>

#include "reports/gate/history_view.hpp"
#include "reports/html/markup.hpp"

namespace parallax::reports::html {

// What changed, as a table, then one chart per series with its numbers below. Takes no heading with it. Looks
// are in style/gate_history.css; there is no style in the markup, so that any content security policy will
// do.
Markup history(const gate::HistoryView& view);

// The same as a whole section.
Markup history_section(const gate::HistoryView& view);

// More charts than this would no longer be looked at. Those that changed come first; what is left out is
// said.
inline constexpr std::size_t most_history_charts = 60;
// Of changes in the table.
inline constexpr std::size_t most_history_changes = 500;

}  // namespace parallax::reports::html
