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

constexpr std::string_view little_mark = "\xff\xfe", big_mark = "\xfe\xff";

// Of a text without a mark: it begins with two characters of ASCII. No other text has a byte 0 there.
bool has_zeros(std::string_view bytes, std::size_t first) {
  return bytes.size() >= 4 && bytes[first] == 0 && bytes[first + 2] == 0 && bytes[1 - first] != 0 &&
         bytes[3 - first] != 0;
}

bool is_little(std::string_view bytes) { return bytes.substr(0, 2) == little_mark || has_zeros(bytes, 1); }

bool is_big(std::string_view bytes) { return bytes.substr(0, 2) == big_mark || has_zeros(bytes, 0); }

}  // namespace

bool is_utf16(std::string_view bytes) { return is_little(bytes) || is_big(bytes); }

std::optional<std::string> utf8_of_utf16(std::string_view bytes) {
  if (!is_utf16(bytes)) return std::nullopt;
  const bool little = is_little(bytes);
  const auto at = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(bytes[i])); };
  const auto unit = [&](std::size_t i) { return little ? at(i) | at(i + 1) << 8 : at(i) << 8 | at(i + 1); };
  std::string text;
  text.reserve(bytes.size() / 2);
  std::size_t i = has_zeros(bytes, little ? 1 : 0) ? 0 : 2;
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
