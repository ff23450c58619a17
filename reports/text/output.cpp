// SPDX-License-Identifier: MIT
#include "reports/text/output.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include "support/system_error.hpp"

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
  const bool on_terminal = to_terminal && ::isatty(STDOUT_FILENO) == 1;
  style.colour = colour == "always" || (colour == "auto" && on_terminal && environment("NO_COLOR").empty() &&
                                        environment("TERM") != "dumb");
  if (winsize size{}; on_terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    style.columns = size.ws_col;
  else if (const auto columns = std::atoi(std::string(environment("COLUMNS")).c_str()); columns > 0)
    style.columns = static_cast<std::size_t>(columns);
  style.columns = std::min(style.columns, widest);
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
