// SPDX-License-Identifier: MIT
// A line of comma-separated values (RFC 4180), in which nothing is a formula.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parallax::reports::text {

class CsvLine {
 public:
  CsvLine& add(std::string_view text) {
    separate();
    const bool formula =
        !text.empty() && std::string_view("=+-@\t").find(text.front()) != std::string_view::npos;
    const bool plain = !formula && text.find_first_of(",\"\r\n\t'") == std::string_view::npos;
    if (plain) {
      text_ += text;
      return *this;
    }
    text_ += formula ? "\"'" : "\"";
    for (const char c : text) text_ += c == '"' ? "\"\"" : std::string(1, c);
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
  void separate() {
    if (begun_) text_ += ',';
    begun_ = true;
  }
  std::string text_;
  bool begun_ = false;
};

}  // namespace parallax::reports::text
