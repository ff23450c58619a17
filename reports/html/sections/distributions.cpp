// SPDX-License-Identifier: MIT
// Distributions: every repetition of every cell, in the order of the run, in one unit per cell.
#include <algorithm>

#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "reports/views/foreign.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

// Beyond this a list of numbers tells nobody anything.
constexpr std::size_t most_listed = 40;

}  // namespace

Markup distributions(const Views& views) {
  Markup html;
  html.add(
      "<details><summary>All repetitions as a table</summary><div class=\"scroll\"><table "
      "class=\"numbers\"><thead><tr>"
      "<th scope=\"col\">{}</th><th scope=\"col\" class=\"n\">Median</th><th scope=\"col\">Repetitions, in "
      "the order of the run"
      "</th></tr></thead><tbody>\n",
      is_foreign(views) ? "Benchmark" : "Cell");
  const auto shown = std::min(views.rows.size(), most_rows);
  for (std::size_t index = 0; index < shown; ++index) {
    const auto& row = views.rows[index];
    if (!row.seconds) continue;
    const auto& samples = views.cells[row.cell].seconds;
    const auto unit = time_unit(*std::max_element(samples.begin(), samples.end()));
    std::string list;
    for (std::size_t i = 0; i < std::min(samples.size(), most_listed); ++i)
      list += fmt::format("{}{:.4g}", i ? " " : "", samples[i] / unit.seconds);
    if (samples.size() > most_listed) list += " …";
    html.add(R"(<tr><th scope="row"><a href="#cell-{}">{}</a></th><td class="n">{}</td><td>{} {}</td></tr>)",
             index, row.name, seconds_text(row.seconds->value), list, unit.name);
    html.add("\n");
  }
  html.add("</tbody></table></div></details>");
  add_left_out(html, views.rows.size(), shown, "cells");
  return html;
}

}  // namespace parallax::reports::html
