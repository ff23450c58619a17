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

  // `code` is that of an SGR escape sequence: "31" is red. Without colour the text as it is.
  std::string coloured(const char* code, const std::string& what) const;
  std::string bold(const std::string& what) const { return coloured("1", what); }
  std::string dim(const std::string& what) const { return coloured("2", what); }
};

std::string terminal(const Views& views, const TerminalStyle& style);

}  // namespace parallax::reports::text
