// SPDX-License-Identifier: MIT
#include "reports/results/utf16.hpp"

#include <cstddef>

namespace parallax::reports {
namespace {

constexpr char32_t replacement = 0xfffd;

void append(std::string& text, char32_t code) {
  const auto byte = [&](char32_t value) { text += static_cast<char>(value); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xc0 | code >> 6);
  } else if (code < 0x10000) {
    byte(0xe0 | code >> 12);
    byte(0x80 | (code >> 6 & 0x3f));
  } else {
    byte(0xf0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3f));
    byte(0x80 | (code >> 6 & 0x3f));
  }
  byte(0x80 | (code & 0x3f));
}

}  // namespace

std::optional<std::string> utf8_of_utf16(std::string_view bytes) {
  const bool little = bytes.substr(0, 2) == "\xff\xfe", big = bytes.substr(0, 2) == "\xfe\xff";
  if (!little && !big) return std::nullopt;
  const auto at = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(bytes[i])); };
  const auto unit = [&](std::size_t i) { return little ? at(i) | at(i + 1) << 8 : at(i) << 8 | at(i + 1); };
  std::string text;
  text.reserve(bytes.size() / 2);
  std::size_t i = 2;
  for (; i + 1 < bytes.size(); i += 2) {
    const auto first = unit(i);
    const bool is_high = first >= 0xd800 && first < 0xdc00, is_low = first >= 0xdc00 && first < 0xe000;
    const auto second = is_high && i + 3 < bytes.size() ? unit(i + 2) : 0;
    if (is_high && second >= 0xdc00 && second < 0xe000) {
      append(text, 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
      i += 2;
    } else {
      append(text, is_high || is_low ? replacement : first);
    }
  }
  if (i < bytes.size()) append(text, replacement);
  return text;
}

}  // namespace parallax::reports
