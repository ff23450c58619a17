// SPDX-License-Identifier: MIT
// A value of a JSON document together with its place, so that every complaint about it can say where.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/gate/comparison_json.hpp"
#include "reports/text/plain.hpp"

namespace parallax::reports::gate {

// A text of the document as messages may show it.
inline std::string in_quotes(std::string_view text) {
  constexpr std::size_t most = 60;
  const auto safe = text::printable(text);
  return "'" + text::left(safe, std::min(text::width(safe), most)) + "'";
}

// Every access throws ComparisonError if the value is something else. Neither document nor file name is kept.
class JsonValue {
 public:
  JsonValue(const nlohmann::json& value, const std::string& file, std::string place)
      : value_(value), file_(file), place_(std::move(place)) {}

  [[noreturn]] void fail(const std::string& why) const {
    throw ComparisonError(fmt::format("{}: {}{}{}", file_, place_, place_.empty() ? "" : ": ", why));
  }

  bool is_null() const { return value_.is_null(); }
  std::string text() const { return expect(value_.is_string(), "a string").get<std::string>(); }
  bool boolean() const { return expect(value_.is_boolean(), "a boolean").get<bool>(); }

  double number() const { return expect(value_.is_number(), "a number").get<double>(); }
  double not_negative() const {
    const auto it = number();
    if (std::signbit(it) && it != 0) fail(fmt::format("is {}, less than 0", it));
    return it;
  }
  std::optional<double> optional() const {
    return is_null() ? std::nullopt : std::optional<double>(not_negative());
  }

  template <class Integer>
  Integer integer(Integer low = 0, Integer high = std::numeric_limits<Integer>::max()) const {
    expect(value_.is_number_integer(), "an integer");
    const auto fits = [&](auto it) {
      return std::cmp_greater_equal(it, low) && std::cmp_less_equal(it, high);
    };
    if (!(value_.is_number_unsigned() ? fits(value_.get<std::uint64_t>()) : fits(value_.get<std::int64_t>())))
      fail(fmt::format("is {}, not between {} and {}", value_.dump(), low, high));
    return value_.get<Integer>();
  }

  // What `each` makes of every element.
  template <class Each>
  auto list(Each each) const {
    expect(value_.is_array(), "an array");
    std::vector<decltype(each(*this))> all;
    for (std::size_t i = 0; i < value_.size(); ++i)
      all.push_back(each(JsonValue(value_[i], file_, fmt::format("{}[{}]", place_, i))));
    return all;
  }
  std::vector<std::string> texts() const {
    return list([](const JsonValue& one) { return one.text(); });
  }
  std::vector<double> times() const {
    return list([](const JsonValue& one) { return one.not_negative(); });
  }

  // No other keys than these.
  void has_only(std::initializer_list<const char*> keys) const {
    expect(value_.is_object(), "an object");
    for (const auto& [key, ignored] : value_.items())
      if (std::find(keys.begin(), keys.end(), key) == keys.end())
        fail("has an unknown key " + in_quotes(key));
  }
  JsonValue operator[](const char* key) const {
    const auto found = expect(value_.is_object(), "an object").find(key);
    const auto place = place_.empty() ? std::string(key) : place_ + "." + key;
    if (found == value_.end()) throw ComparisonError(fmt::format("{}: {}: is missing", file_, place));
    return {*found, file_, place};
  }

 private:
  const nlohmann::json& expect(bool is_so, const char* what) const {
    if (is_so) return value_;
    const std::string_view is = value_.is_null()      ? "null"
                                : value_.is_string()  ? "a string"
                                : value_.is_boolean() ? "a boolean"
                                : value_.is_array()   ? "an array"
                                : value_.is_object()  ? "an object"
                                                      : "a number";
    fail(fmt::format("is {}, not {}", is, what));
  }

  const nlohmann::json& value_;
  const std::string& file_;
  std::string place_;
};

}  // namespace parallax::reports::gate
