// SPDX-License-Identifier: MIT
// The report for a terminal: the answer with bars, the smallest tasks and jobs that pay, what failed.
#pragma once

#include <cstddef>
#include <string>

#include "reports/views/views.hpp"

namespace parallax::reports::text {

struct TerminalStyle {
  bool colour = false;
  bool unicode = true;       // bars of eighths; otherwise of '#'. Letters such as µ and × are always UTF-8.
  std::size_t columns = 80;  // no line is wider; at least 60
};

std::string terminal(const Views& views, const TerminalStyle& style);

}  // namespace parallax::reports::text
