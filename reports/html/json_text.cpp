// SPDX-License-Identifier: MIT
// The JSON library is asked for the text, and what matters to HTML is escaped behind it: the three characters
// occur in JSON within strings only.
#include "reports/html/json_text.hpp"

#include <nlohmann/json.hpp>

namespace parallax::reports::html {

std::string json_string(std::string_view text) {
  const auto json =
      nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  std::string safe;
  safe.reserve(json.size());
  for (const char c : json) {
    switch (c) {
      case '<':
        safe += "\\u003c";
        break;
      case '>':
        safe += "\\u003e";
        break;
      case '&':
        safe += "\\u0026";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string number(double value) { return std::isfinite(value) ? fmt::format("{:.6g}", value) : "null"; }

std::string number(const std::optional<double>& value) { return value ? number(*value) : "null"; }

std::string triple(const std::optional<Estimate>& estimate) {
  if (!estimate) return "null";
  const auto& interval = estimate->interval();
  return fmt::format("[{},{},{}]", number(estimate->point()), interval ? number(interval->low) : "null",
                     interval ? number(interval->high) : "null");
}

}  // namespace parallax::reports::html
