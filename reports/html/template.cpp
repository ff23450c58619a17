// SPDX-License-Identifier: MIT
#include "reports/html/template.hpp"

#include <stdexcept>

namespace parallax::reports::html {
namespace {

bool is_name(std::string_view text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
}

}  // namespace

std::string filled(std::string_view rest, const std::map<std::string_view, Markup>& parts) {
  std::string text;
  for (auto open = rest.find("{{"); open != std::string_view::npos; open = rest.find("{{")) {
    const auto close = rest.find("}}", open);
    const auto name = rest.substr(open + 2, close - open - 2);
    if (!is_name(name)) {
      text.append(rest.substr(0, open + 2));
      rest.remove_prefix(open + 2);
      continue;
    }
    const auto part = parts.find(name);
    if (part == parts.end()) throw std::logic_error("a template asks for an unknown part");
    text.append(rest.substr(0, open)).append(part->second.text());
    rest.remove_prefix(close + 2);
  }
  return text.append(rest);
}

}  // namespace parallax::reports::html
