// SPDX-License-Identifier: MIT
// Forest plot: a row for each measured cell, the ratio of head to base with its interval over the band of the
// threshold.
#include <algorithm>

#include "reports/gate/comparison_wording.hpp"
#include "reports/html/gate_parts.hpp"
#include "reports/html/gate_section.hpp"

namespace parallax::reports::html {
namespace {

StripRow row_of(const gate::CellOutcome& cell, const gate::MetricOutcome& wall) {
  auto row = strip_of(cell.name, look_of(cell.verdict), shape_of(cell.verdict), wall.ratio);
  // Thresholds hold for logarithms: half as fast is as far away as twice as fast.
  row.band_low = 1 / (1 + wall.threshold);
  row.band_high = 1 + wall.threshold;
  row.number = gate::change_text(wall.ratio.point());
  row.small = fmt::format("{} ({})", gate::interval_text(wall.ratio), gate::confidence_text(wall.ratio));
  row.title =
      plain(fmt::format("{}: {}; {}", cell.name, gate::verdict_name(cell.verdict), outcome_sentence(wall)));
  return row;
}

}  // namespace

Markup gate_forest(const gate::Comparison& comparison) {
  std::vector<StripRow> rows;
  std::size_t measured = 0;
  for (const auto index : by_gravity(comparison)) {
    const auto& cell = comparison.cells[index];
    const auto* wall = wall_of(cell);
    if (wall && ++measured <= most_gate_rows) rows.push_back(row_of(cell, *wall));
  }
  Markup html;
  if (rows.empty()) return html.add("<p class=\"muted\">No cell was measured.</p>\n");
  html.add(
      "<figure class=\"gate-figure\"><figcaption><h3>Head against base</h3>\n<p class=\"how\">One row for "
      "each "
      "cell, the gravest first. <b>To the right</b> the head is slower, to the left it is faster; the axis "
      "is "
      "logarithmic. The line is the interval of the ratio, beside it in brackets how sure that is; the "
      "shaded band is what the threshold forgives. A line within the band is no change, unless the head is "
      "significantly slower by less than the threshold; one that leaves the band without being "
      "significantly slower or faster is inconclusive.</p>"
      "</figcaption>\n");
  const auto scale = ratio_scale(rows);
  html.add("{}", strips(rows, scale, ratio_ticks(scale), 1, "change of the wall time, in %"));
  if (measured > rows.size())
    html.add("<p class=\"muted\">… and {} cells more: see the table.</p>\n", measured - rows.size());
  return html.add("</figure>\n");
}

}  // namespace parallax::reports::html
