// SPDX-License-Identifier: MIT
#include "reports/text/output.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "support/system_error.hpp"
#include "support/terminal.hpp"

namespace parallax::reports::text {
namespace {

constexpr std::size_t widest = 160;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

TerminalStyle style_of_output(const std::string& colour, bool to_terminal) {
  TerminalStyle style;
  style.colour = colour == "always" || (colour == "auto" && to_terminal && shows_colours(STDOUT_FILENO));
  auto columns = to_terminal ? terminal_columns(STDOUT_FILENO) : std::nullopt;
  if (!columns) columns = asked_columns();
  style.columns = std::min(columns.value_or(style.columns), widest);
  std::string_view locale = environment("LC_ALL");
  if (locale.empty()) locale = environment("LC_CTYPE");
  if (locale.empty()) locale = environment("LANG");
  style.unicode =
      locale.find("UTF-8") != std::string_view::npos || locale.find("utf8") != std::string_view::npos;
  return style;
}

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw_system_error("write to standard output");
}

}  // namespace parallax::reports::text
