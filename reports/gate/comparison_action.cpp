// SPDX-License-Identifier: MIT
#include "reports/gate/comparison_action.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "reports/gate/comparison_wording.hpp"
#include "reports/text/plain.hpp"

namespace parallax::reports::gate {
namespace {

std::string harmless(std::string_view text) {
  std::string safe;
  for (const char c : text::printable(text)) {
    if (c == '`')
      safe += "'";
    else if (c == '|')
      safe += "¦";
    else if (c == '<' || c == '>')
      safe += c == '<' ? "‹" : "›";
    else
      safe += c;
  }
  return safe;
}

}  // namespace

std::string to_action_benchmark(const Comparison& comparison) {
  auto all = nlohmann::ordered_json::array();
  for (const auto& cell : comparison.cells) {
    const auto* wall = wall_of(cell);
    if (!wall || !(wall->head > 0)) continue;
    all.push_back(
        {{"name", harmless(cell.name)},
         {"value", wall->head * 1e9},
         {"unit", "ns"},
         {"range",
          fmt::format("{} of base, sure to {}", interval_text(wall->ratio), confidence_text(wall->ratio))},
         {"extra",
          fmt::format("{}\nhead / base: {:.4f} ({})\nthreshold: {}\ndetects: {}\npairs: {}",
                      verdict_name(cell.verdict), wall->ratio.point(), change_text(wall->ratio.point()),
                      threshold_text(*wall), detectable_text(wall->detectable80), wall->pairs)}});
  }
  return all.dump(1) + '\n';
}

}  // namespace parallax::reports::gate
