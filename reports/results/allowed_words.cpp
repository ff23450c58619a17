// SPDX-License-Identifier: MIT
#include "reports/results/allowed_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>

#include "support/plain_text.hpp"

namespace parallax::reports {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }

// What a string begins with, and how many of its bytes that was.
std::size_t append_character(std::string& to, std::string_view text) {
  if (is_control(text.front())) {
    to += fmt::format("\\u{:04x}", static_cast<unsigned char>(text.front()));
    return 1;
  }
  const auto length = text::character_length(text);
  to += length > 0 ? text.substr(0, length) : "\ufffd";
  return std::max<std::size_t>(length, 1);
}

// What JsonInput takes for a word in the place of a number, which may be one.
std::string_view number_word(std::string_view word) {
  std::string plain(word);
  for (char& c : plain) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const bool negative = plain.front() == '-';
  if (negative) plain.erase(0, 1);
  const auto begins = [&](std::string_view with) { return plain.compare(0, with.size(), with) == 0; };
  if (plain == "nan" || begins("nan(") || begins("1.#qnan") || begins("1.#ind")) return "NaN";
  const bool is_large = !plain.empty() && std::isdigit(static_cast<unsigned char>(plain.front())) &&
                        std::isinf(std::strtod(plain.c_str(), nullptr));
  if (plain == "inf" || plain == "infinity" || begins("1.#inf") || is_large)
    return negative ? "-Infinity" : "Infinity";
  return word;
}

// A line without its end; whether it has changed.
bool append_line(std::string& to, std::string_view line) {
  const auto before = to.size();
  const auto whole = line;
  bool in_string = false;
  char last = 0;  // but for white space
  while (!line.empty()) {
    const char c = line.front();
    std::size_t count = 1;
    if (in_string && c == '\\' && line.size() > 1) {
      to += line.substr(0, count = 2);
    } else if (in_string && c != '"') {
      count = append_character(to, line);
    } else if (c == '-' || std::isalnum(static_cast<unsigned char>(c))) {
      count = std::min(line.find_first_of(" \t,]}\""), line.size());
      const auto word = line.substr(0, count);
      to += last == ':' || last == ',' || last == '[' ? number_word(word) : word;
    } else {
      in_string ^= c == '"';
      to += c;
    }
    if (c != ' ' && c != '\t') last = c;
    line.remove_prefix(count);
  }
  return std::string_view(to).substr(before) != whole;
}

}  // namespace

AllowedWords with_allowed_words(std::string_view text) {
  AllowedWords allowed;
  allowed.text.reserve(text.size());
  for (std::size_t begin = 0, number = 1; begin < text.size(); ++number) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto length = end - begin - (end > begin && text[end - 1] == '\r' ? 1 : 0);
    if (append_line(allowed.text, text.substr(begin, length)) && allowed.count++ == 0)
      allowed.first_line = number;
    const auto next = std::min(end + 1, text.size());
    allowed.text += text.substr(begin + length, next - begin - length);
    begin = next;
  }
  return allowed;
}

}  // namespace parallax::reports
