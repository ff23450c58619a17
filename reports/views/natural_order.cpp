// SPDX-License-Identifier: MIT
#include "reports/views/natural_order.hpp"

#include <algorithm>
#include <cstddef>

namespace parallax::reports {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The digits that a text begins with, without leading zeros; they are taken off.
std::string_view take_number(std::string_view& text) {
  const auto end =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
  auto digits = text.substr(0, end);
  text.remove_prefix(end);
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

}  // namespace

bool comes_naturally_before(std::string_view one, std::string_view other) {
  auto left = one, right = other;
  while (!left.empty() && !right.empty()) {
    if (is_digit(left.front()) && is_digit(right.front())) {
      const auto a = take_number(left), b = take_number(right);
      if (a.size() != b.size()) return a.size() < b.size();
      if (a != b) return a < b;
      continue;
    }
    if (left.front() != right.front())
      return static_cast<unsigned char>(left.front()) < static_cast<unsigned char>(right.front());
    left.remove_prefix(1);
    right.remove_prefix(1);
  }
  return left.empty() != right.empty() ? left.empty() : one < other;
}

}  // namespace parallax::reports
