// SPDX-License-Identifier: MIT
#include "reports/gate/duration.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <stdexcept>
#include <string_view>

namespace parallax::reports::gate {

double duration_of(const std::string& text) {
  constexpr struct {
    std::string_view name;
    double seconds;
  } units[] = {{"s", 1}, {"ms", 1e-3}, {"m", 60}, {"min", 60}, {"h", 3600}};
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (error == std::errc() && unit.empty() && std::isfinite(number)) {
    if (number == 0) return 0;
    throw std::invalid_argument(
        fmt::format("{0} is no time without its unit: {0}s are seconds, {0}ms milliseconds", text));
  }
  if (error == std::errc())
    for (const auto& one : units)
      if (unit == one.name && number >= 0 && number * one.seconds < 366 * 86400.0)
        return number * one.seconds;
  throw std::invalid_argument(fmt::format("\"{}\" is no duration such as 90s, 10m or 1h", text));
}

}  // namespace parallax::reports::gate
