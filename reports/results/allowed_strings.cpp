// SPDX-License-Identifier: MIT
#include "reports/results/allowed_strings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "support/plain_text.hpp"

namespace parallax::reports {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }

// Appends what a string begins with, and returns how many of its bytes that was.
std::size_t append_allowed(std::string& to, std::string_view text) {
  if (is_control(text.front())) {
    to += fmt::format("\\u{:04x}", static_cast<unsigned char>(text.front()));
    return 1;
  }
  const auto length = text::character_length(text);
  to += length > 0 ? text.substr(0, length) : "\ufffd";
  return std::max<std::size_t>(length, 1);
}

// A line without its end.
bool append_line(std::string& to, std::string_view line) {
  bool in_string = false, changed = false;
  while (!line.empty()) {
    const char c = line.front();
    std::size_t count = 1;
    if (in_string && c == '\\' && line.size() > 1) {
      to += line.substr(0, count = 2);
    } else if (in_string && c != '"') {
      const auto before = to.size();
      count = append_allowed(to, line);
      changed |= std::string_view(to).substr(before) != line.substr(0, count);
    } else {
      in_string ^= c == '"';
      to += c;
    }
    line.remove_prefix(count);
  }
  return changed;
}

}  // namespace

AllowedStrings with_allowed_strings(std::string_view text) {
  AllowedStrings allowed;
  allowed.text.reserve(text.size());
  for (std::size_t begin = 0, number = 1; begin < text.size(); ++number) {
    const auto end = std::min(text.find_first_of("\r\n", begin), text.size());
    if (append_line(allowed.text, text.substr(begin, end - begin)) && allowed.count++ == 0)
      allowed.first_line = number;
    const auto next = text.substr(end, 2) == "\r\n" ? end + 2 : std::min(end + 1, text.size());
    allowed.text += text.substr(end, next - end);
    begin = next;
  }
  return allowed;
}

}  // namespace parallax::reports
