// SPDX-License-Identifier: MIT
// How far the answer can be trusted: base against base again, and the slowdowns that would have been seen.
#include <algorithm>
#include <cmath>

#include "reports/gate/comparison_wording.hpp"
#include "reports/html/gate_parts.hpp"
#include "reports/html/gate_section.hpp"

namespace parallax::reports::html {
namespace {

constexpr double most_effect = 2;  // a slowdown by 200 % and more is drawn at the end

void add_figure(Markup& html, const char* title, const char* how, const Markup& picture,
                std::size_t left_out) {
  html.add("<figure class=\"gate-figure\"><figcaption><h3>{}</h3>\n<p class=\"how\">{}</p></figcaption>\n{}",
           title, how, picture);
  if (left_out > 0) html.add("<p class=\"muted\">… and {} cells more: see the table.</p>\n", left_out);
  html.add("</figure>\n");
}

void add_controls(Markup& html, const gate::Comparison& comparison, const std::vector<std::size_t>& order) {
  std::vector<StripRow> rows;
  std::size_t all = 0;
  for (const auto index : order) {
    const auto& cell = comparison.cells[index];
    const auto* wall = wall_of(cell);
    if (!wall || !wall->control || !gate::is_ratio(wall->control->point()) || ++all > most_gate_rows)
      continue;
    const auto& control = *wall->control;
    const bool differs = wall->verdict == gate::Verdict::invalid;
    auto row = strip_of(cell.name, differs ? look_of(wall->verdict) : "arm-control",
                        differs ? shape_of(wall->verdict) : shape_of(gate::Arm::control), control);
    row.band_low = 1 / (1 + wall->threshold);
    row.band_high = 1 + wall->threshold;
    row.number = gate::change_text(control.point());
    row.small = fmt::format("{} ({})", gate::interval_text(control), gate::confidence_text(control));
    row.title = plain(fmt::format("{}: base against base again: {} ({})", cell.name, row.number, row.small));
    rows.push_back(row);
  }
  if (rows.empty()) return;
  const auto scale = ratio_scale(rows);
  add_figure(
      html, "Base against base",
      "The same program twice, measured as the head was while suspicious cells were looked at again. It "
      "should be no "
      "change. Where it differs by the threshold, or surely by half of it, the machine made a difference by "
      "itself: then the wall time cannot be judged, and the mark is a cross.",
      strips(rows, scale, ratio_ticks(scale), 1, "change of the wall time, in %"), all - rows.size());
}

void add_effects(Markup& html, const gate::Comparison& comparison, const std::vector<std::size_t>& order) {
  std::vector<StripRow> rows;
  std::size_t all = 0;
  double high = 0.01;
  for (const auto index : order) {
    const auto& cell = comparison.cells[index];
    const auto* wall = wall_of(cell);
    if (!wall || !wall->detectable80 || ++all > most_gate_rows) continue;
    StripRow row{cell.name, look_of(cell.verdict), shape_of(gate::Verdict::no_change), *wall->detectable80};
    row.low = row.value;
    row.high = wall->detectable95.value_or(most_effect);
    row.band_low = 0;
    row.band_high = wall->threshold;
    row.number = gate::detectable_text(wall->detectable80);
    row.small = "95 %: " + gate::detectable_text(wall->detectable95);
    row.title = plain(
        fmt::format("{}: a slowdown by {} is found with 80 %, one by {} with 95 %; threshold {}", cell.name,
                    row.number, gate::detectable_text(wall->detectable95), threshold_text(*wall)));
    high = std::min(most_effect,
                    std::max({high, row.value, wall->detectable95.value_or(row.value), wall->threshold}));
    rows.push_back(row);
  }
  if (rows.empty()) return;
  const Scale scale{0, high * 1.03, 3, 97, false};
  const auto round = round_ticks(0, high, 5);
  std::vector<StripTick> ticks;
  for (const auto value : round.values)
    ticks.push_back({value, value == 0
                                ? "0"
                                : fmt::format("{:.{}f}\u00a0%", 100 * value, std::max(0, round.digits - 2))});
  add_figure(
      html, "What would have been seen",
      "The smallest slowdown that this run would have reported: the dot with a chance of 80 %, the end of "
      "its line with 95 %. Whatever is smaller may have happened unseen. The shaded part is below the "
      "threshold. Of cells with “–” in the table not even one by 100 % would have been reported.",
      strips(rows, scale, ticks, 0, "detectable slowdown, in %"), all - rows.size());
}

}  // namespace

Markup gate_power(const gate::Comparison& comparison) {
  const auto order = by_gravity(comparison);
  Markup html;
  add_controls(html, comparison, order);
  add_effects(html, comparison, order);
  return html;
}

}  // namespace parallax::reports::html
