// SPDX-License-Identifier: MIT
// Results side by side for a terminal: what they are, what differs in their contexts, and where their times do.
#pragma once

#include <string>
#include <vector>

#include "reports/text/terminal.hpp"
#include "reports/views/differences.hpp"

namespace parallax::reports::text {

std::string differences_terminal(const Differences& found, const std::vector<Views>& results,
                                 const TerminalStyle& style);

}  // namespace parallax::reports::text
