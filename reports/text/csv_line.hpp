// SPDX-License-Identifier: MIT
// A line of comma-separated values (RFC 4180), in which nothing is a formula.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reports/text/plain.hpp"

namespace parallax::reports::text {

class CsvLine {
 public:
  CsvLine& add(std::string_view text) {
    separate();
    // Spreadsheets pass over what is white before a formula.
    const auto first = text.find_first_not_of(" \t\r\n");
    const bool formula = first != std::string_view::npos &&
                         std::string_view("=+-@").find(text[first]) != std::string_view::npos;
    const bool plain = !formula && text.find_first_of(",\"\r\n\t'") == std::string_view::npos;
    if (plain) {
      text_ += printable(text);
      return *this;
    }
    text_ += formula ? "\"'" : "\"";
    for (const char c : by_lines(text)) text_ += c == '"' ? "\"\"" : std::string(1, c);
    text_ += '"';
    return *this;
  }
  CsvLine& add(std::optional<double> number) {
    separate();
    if (number && std::isfinite(*number)) text_ += fmt::format("{}", *number);
    return *this;
  }
  CsvLine& add(const std::optional<std::int64_t>& count) {
    separate();
    if (count) text_ += std::to_string(*count);
    return *this;
  }
  std::string text() const { return text_ + "\r\n"; }

 private:
  // A line may end within a value; no other control character may be there, as the file may be shown on a terminal.
  static std::string by_lines(std::string_view text) {
    std::string all;
    while (true) {
      const auto end = std::min(text.find('\n'), text.size());
      all += printable(text.substr(0, end));
      if (end == text.size()) return all;
      all += '\n';
      text.remove_prefix(end + 1);
    }
  }
  void separate() {
    if (begun_) text_ += ',';
    begun_ = true;
  }
  std::string text_;
  bool begun_ = false;
};

}  // namespace parallax::reports::text
