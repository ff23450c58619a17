// SPDX-License-Identifier: MIT
#include "benches/harness/two_columns.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "support/plain_text.hpp"
#include "support/terminal.hpp"

namespace parallax {

std::string in_two_columns(const std::vector<NamedText>& entries, std::size_t indentation,
                           std::size_t columns, std::size_t widest_name) {
  std::size_t longest = 0;
  for (const NamedText& entry : entries) {
    if (entry.name.size() <= widest_name) longest = std::max(longest, entry.name.size());
  }
  const std::size_t texts_begin = indentation + longest + 2;
  std::string lines;
  for (const NamedText& entry : entries) {
    const std::string body = text::wrapped(std::string(texts_begin, ' ') + entry.text, columns, texts_begin);
    if (entry.name.size() > longest) {
      lines += fmt::format("{:{}}{}\n{}", "", indentation, entry.name, body);
    } else {
      lines += fmt::format("{:{}}{:{}}{}", "", indentation, entry.name, longest + 2,
                           body.substr(std::min(texts_begin, body.size())));
    }
  }
  return lines;
}

std::size_t text_columns() {
  return std::clamp<std::size_t>(terminal_columns(STDOUT_FILENO).value_or(80), 60, 100);
}

}  // namespace parallax
