// SPDX-License-Identifier: MIT
// The twin of all pictures: every cell, every metric, every number.
#include <algorithm>

#include "reports/gate/comparison_wording.hpp"
#include "reports/html/gate_parts.hpp"
#include "reports/html/gate_section.hpp"
#include "reports/html/sections.hpp"

namespace parallax::reports::html {
namespace {

void add_number(Markup& html, const std::string& text) { html.add("<td class=\"n\">{}</td>", text); }

void add_outcome(Markup& html, const gate::MetricOutcome& it) {
  html.add("<td>{}</td>", metric_title(it.metric));
  add_number(html, value_text(it.metric, it.base));
  add_number(html, value_text(it.metric, it.head));
  add_number(html, gate::change_text(it.ratio.point()));
  add_number(html, gate::interval_text(it.ratio));
  add_number(html, gate::confidence_text(it.ratio));
  add_number(html, threshold_text(it));
  add_number(html, gate::detectable_text(it.detectable80));
  add_number(html, gate::detectable_text(it.detectable95));
  add_number(html, fmt::format("{} of {}", it.slower, it.pairs));
  add_number(html, std::to_string(it.ties));
  add_number(html, gate::p_text(it.p));
  add_number(html, it.control ? fmt::format("{} ({})", gate::change_text(it.control->point()),
                                            gate::interval_phrase(*it.control))
                              : "–");
  add_number(html, std::to_string(it.stage));
}

std::string remarks_of(const gate::CellOutcome& cell, const gate::MetricOutcome* outcome) {
  std::string text;
  const auto add = [&](const std::string& one) {
    if (!one.empty()) text += (text.empty() ? "" : "; ") + one;
  };
  if (!outcome || outcome == &cell.metrics.front()) {
    add(cell.reason);
    for (const auto& warning : cell.warnings) add(warning);
  }
  if (outcome)
    for (const auto& warning : outcome->ratio.warnings()) add(warning);
  return plain(text);
}

void add_row(Markup& html, const gate::CellOutcome& cell, const gate::MetricOutcome* outcome) {
  const auto verdict = outcome ? outcome->verdict : cell.verdict;
  html.add("<tr><td class=\"l {}\">{}{}</td><th scope=\"row\"><div><code>{}</code></div></th>",
           look_of(verdict), small_mark(look_of(verdict), shape_of(verdict)),
           outcome ? verdict_text(*outcome) : std::string(verdict_name(verdict)), plain(cell.name));
  if (outcome)
    add_outcome(html, *outcome);
  else
    html.add("<td colspan=\"14\" class=\"none\">not measured</td>");
  html.add("<td class=\"reason\">{}</td></tr>\n", remarks_of(cell, outcome));
}

}  // namespace

Markup gate_table(const gate::Comparison& comparison) {
  Markup html;
  html.add(
      "<details class=\"gate-table\"><summary>All numbers as a table</summary>\n<div class=\"scroll\" "
      "tabindex=\"0\" "
      "role=\"region\" aria-label=\"All cells of the gate\"><table><thead><tr>");
  for (const auto* title : {"Verdict", "Cell", "Metric"}) html.add("<th scope=\"col\">{}</th>", title);
  for (const auto* title :
       {"Base", "Head", "Change", "Interval", "Sure", "Threshold", "Detects, 80 %", "Detects, 95 %",
        "Pairs slower", "Ties", "p (Holm)", "Base against base", "Stage"})
    html.add("<th scope=\"col\" class=\"n\">{}</th>", title);
  html.add("<th scope=\"col\">Remarks</th></tr></thead><tbody>\n");
  std::size_t rows = 0;
  const auto has_room = [&] { return ++rows <= most_rows; };
  for (const auto index : by_gravity(comparison)) {
    const auto& cell = comparison.cells[index];
    if (cell.metrics.empty() && has_room()) add_row(html, cell, nullptr);
    for (const auto& outcome : cell.metrics)
      if (has_room()) add_row(html, cell, &outcome);
  }
  html.add("</tbody></table></div>\n");
  if (rows > most_rows)
    html.add("<p class=\"muted\">… and {} rows more, which gate --json writes.</p>\n", rows - most_rows);
  return html.add("</details>\n");
}

}  // namespace parallax::reports::html
