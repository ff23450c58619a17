// SPDX-License-Identifier: MIT
// Markup: HTML or SVG text that is safe by construction. Every text put into it is escaped; only other Markup
// is not.
//
// Names and messages come from files that anyone may have written, so forgetting to escape must not be
// possible.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace parallax::reports::html {

// For element text and quoted attributes alike. Control characters, which HTML forbids, become U+FFFD.
std::string escape(std::string_view text);

class Markup {
 public:
  Markup() = default;

  // Takes a text that is markup already: our own assets, nothing that was read.
  static Markup trusted(std::string text);

  // The format is markup, the arguments are not: m.add("<td>{}</td>", cell.name).
  template <class... Args>
  Markup& add(std::string_view format, const Args&... args) {
    return add_safe(format, as_is_or_escaped(args)...);
  }

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  template <class T>
  static auto as_is_or_escaped(const T& value) {
    if constexpr (std::same_as<T, Markup>)
      return std::string_view(value.text_);
    else if constexpr (std::is_arithmetic_v<T>)
      return value;
    else
      return escape(value);
  }

  template <class... Safe>
  Markup& add_safe(std::string_view format, const Safe&... safe) {
    return vadd(format, fmt::make_format_args(safe...));
  }

  Markup& vadd(std::string_view format, fmt::format_args args);

  std::string text_;
};

}  // namespace parallax::reports::html
