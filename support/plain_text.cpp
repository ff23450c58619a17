// SPDX-License-Identifier: MIT
#include "support/plain_text.hpp"

#include <algorithm>
#include <cstdint>

namespace parallax::text {
namespace {

constexpr std::string_view replacement = "\ufffd";

// The character at the beginning of a text: how many bytes it has, 0 if it is no UTF-8.
std::size_t length_of(std::string_view text, std::uint32_t& code) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) {
    code = first;
    return 1;
  }
  const std::size_t length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length == 0 || first >= 0xf5 || text.size() < length) return 0;
  code = first & (0xffu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xc0) != 0x80) return 0;
    code = code << 6 | (next & 0x3f);
  }
  const bool too_long = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  return too_long || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff ? 0 : length;
}

bool is_harmless(std::uint32_t code) {
  const bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
  const bool turns = code == 0x61c || (code >= 0x200e && code <= 0x200f) ||
                     (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
                     code == 0xfeff;
  return !control && !turns;
}

// The characters that may stay; U+FFFD for each other one, and for each byte that is none.
template <class MayStay>
std::string only(std::string_view text, MayStay may_stay) {
  std::string safe;
  while (!text.empty()) {
    std::uint32_t code = 0;
    const auto length = length_of(text, code);
    safe.append(length > 0 && may_stay(code) ? text.substr(0, length) : replacement);
    text.remove_prefix(std::max<std::size_t>(1, length));
  }
  return safe;
}

// The first so many characters.
std::string_view head(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  for (std::size_t count = 0; end < text.size() && count < characters; ++count) do
      ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80);
  return text.substr(0, end);
}

}  // namespace

std::string printable(std::string_view text) { return only(text, is_harmless); }
std::string valid_utf8(std::string_view text) {
  return only(text, [](std::uint32_t) { return true; });
}

std::size_t character_length(std::string_view text) {
  std::uint32_t code = 0;
  return length_of(text, code);
}

std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string shortened(std::string_view text, std::size_t columns) {
  if (width(text) <= columns) return std::string(text);
  return columns == 0 ? "" : std::string(head(text, columns - 1)) + "…";
}

std::string left(std::string_view text, std::size_t columns) {
  auto fitting = shortened(text, columns);
  return fitting + std::string(columns - width(fitting), ' ');
}

std::string right(std::string_view text, std::size_t columns) {
  auto fitting = shortened(text, columns);
  return std::string(columns - width(fitting), ' ') + fitting;
}

std::string wrapped(std::string_view text, std::size_t columns, std::size_t indentation) {
  std::string lines, line(std::min(text.find_first_not_of(' '), text.size()), ' ');
  text.remove_prefix(line.size());
  for (bool first = true; !text.empty(); first = false) {
    const auto end = std::min(text.find(' '), text.size());
    auto word = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    if (!first && width(line) + 1 + width(word) > columns) {
      lines += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
      line.assign(indentation, ' ');
      first = true;
    }
    if (!first) line += ' ';
    line += shortened(word, columns - std::min(columns, width(line)));
  }
  return lines + line + '\n';
}

}  // namespace parallax::text
