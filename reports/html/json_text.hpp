// SPDX-License-Identifier: MIT
// Writing JSON for a page: objects and lists that put their own commas, and texts that cannot leave their
// quotes.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "reports/statistics/estimate.hpp"

namespace parallax::reports::html {

// A text as a JSON string without `<`, `>` and `&`, so that nothing in it can end the element that it stands
// in.
std::string json_string(std::string_view text);

// Six digits, or null for what JSON has no word for.
std::string number(double value);
std::string number(const std::optional<double>& value);

// [value, low, high], or null.
std::string triple(const std::optional<Estimate>& estimate);

// The parts between commas: List list; list.add(...); list.text() == "[...]".
class JsonText {
 public:
  explicit JsonText(char open) : close_(open == '[' ? ']' : '}') { text_ += open; }

  JsonText& add(std::string_view value) {
    if (text_.size() > 1) text_ += ',';
    text_ += value;
    return *this;
  }
  JsonText& add(std::string_view key, std::string_view value) {
    return add(fmt::format("{}:{}", json_string(key), value));
  }
  std::string text() const { return text_ + close_; }

 private:
  std::string text_;
  char close_;
};

struct List : JsonText {
  List() : JsonText('[') {}
};
struct Object : JsonText {
  Object() : JsonText('{') {}
};

// A list made of what `each` says of every element.
template <class Range, class Each>
std::string list_of(const Range& range, Each each) {
  List list;
  for (const auto& element : range) list.add(each(element));
  return list.text();
}

}  // namespace parallax::reports::html
