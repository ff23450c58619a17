// SPDX-License-Identifier: MIT
// Cells as a table of plain text: time, interval, CPU time, repetitions, and counters on a line of their own.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/text/terminal.hpp"
#include "reports/views/views.hpp"

namespace parallax::reports::text {

// The heading and the first so many of these rows, one line each and more where names and messages are long. The last line
// says how many are not there.
std::string cell_lines(const Views& views, const std::vector<std::size_t>& rows, std::size_t most,
                       const TerminalStyle& style, std::size_t columns);

}  // namespace parallax::reports::text
