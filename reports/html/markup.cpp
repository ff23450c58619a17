// SPDX-License-Identifier: MIT
// Escaping.
#include "reports/html/markup.hpp"

#include <iterator>

namespace parallax::reports::html {

std::string escape(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      case '\x7f':
        escaped += "\ufffd";
        break;
      case '\t':
      case '\n':
        escaped += c;
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          escaped += "\ufffd";
        else
          escaped += c;
    }
  }
  return escaped;
}

Markup Markup::trusted(std::string text) {
  Markup markup;
  markup.text_ = std::move(text);
  return markup;
}

Markup& Markup::vadd(std::string_view format, fmt::format_args args) {
  fmt::vformat_to(std::back_inserter(text_), format, args);
  return *this;
}

}  // namespace parallax::reports::html
