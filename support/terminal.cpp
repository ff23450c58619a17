// SPDX-License-Identifier: MIT
#include "support/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>

namespace parallax {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

std::optional<std::size_t> asked_columns() {
  const int columns = std::atoi(std::string(environment("COLUMNS")).c_str());
  if (columns <= 0) return std::nullopt;
  return static_cast<std::size_t>(columns);
}

std::optional<std::size_t> terminal_columns(int descriptor) {
  if (isatty(descriptor) != 1) return std::nullopt;
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return asked_columns();
}

bool shows_colours(int descriptor) {
  return isatty(descriptor) == 1 && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

}  // namespace parallax
