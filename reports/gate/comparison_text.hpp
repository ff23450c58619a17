// SPDX-License-Identifier: MIT
// A comparison for a terminal: what matters in full, what did not change as a table, and what was too small
// to be seen.
#pragma once

#include <string>

#include "reports/gate/comparison.hpp"
#include "reports/text/terminal.hpp"

namespace parallax::reports::gate {

// Of cells without a change; more of them are folded, and how many is said.
inline constexpr std::size_t most_quiet = 200;

// No line is wider than the style says, or than 60 columns if it says less.
std::string terminal(const Comparison& comparison, const text::TerminalStyle& style);

}  // namespace parallax::reports::gate
