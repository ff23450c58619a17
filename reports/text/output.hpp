// SPDX-License-Identifier: MIT
// Standard output: what it can show, and writing to it so that a full disk is noticed.
#pragma once

#include <string>
#include <string_view>

#include "reports/text/terminal.hpp"

namespace parallax::reports::text {

// Colours and width of the terminal if there is one; NO_COLOR, TERM, COLUMNS and the locale have their usual
// meaning. `colour` is "auto", "always" or "never"; `to_terminal` is false if the text goes into a file.
TerminalStyle style_of_output(const std::string& colour, bool to_terminal = true);

// Throws std::system_error if not all of it could be written.
void print(std::string_view text);

}  // namespace parallax::reports::text
