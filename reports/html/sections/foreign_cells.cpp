// SPDX-License-Identifier: MIT
// Benchmarks of other programs as a table, with the columns and words of their files. `data-sort` is as in the table of all
// cells.
#include <algorithm>

#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "reports/views/foreign.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

// Columns that no row has anything for are not there.
struct Columns {
  bool intervals = false, cpu = false, labels = false, counters = false;

  explicit Columns(const Views& views) {
    for (const auto& row : views.rows) {
      intervals = intervals || (row.seconds && row.seconds->interval());
      cpu = cpu || row.cpu_seconds;
      labels = labels || !row.label.empty();
      counters = counters || !row.counters.empty() || !row.odd_counters.empty();
    }
  }
  int of_values() const { return 2 + (cpu ? 1 : 0); }
};

void add_foreign_row(Markup& html, const Row& row, std::size_t index, const Columns& columns) {
  html.add(R"(<tr id="cell-{}"{}><th scope="row">{}</th>)", index,
           Markup::trusted(is_failure(row.status) ? " class=\"failed\"" : ""), row.name);
  if (!row.seconds) {
    html.add("<td class=\"{}\" colspan=\"{}\">{}</td>", is_failure(row.status) ? "failure" : "reason",
             columns.of_values(), foreign_message(row));
  } else {
    const auto time = seconds_number(*row.seconds);
    html.add(R"(<td class="n" data-sort="{:.6g}" title="{}">{})", row.seconds->point(), time.title,
             time.text);
    if (!time.range.empty()) html.add(" <small>{}</small>", time.range);
    if (!time.title.empty()) html.add("<b class=\"warn\">!</b>");
    html.add("</td>");
    if (columns.cpu && row.cpu_seconds)
      html.add(R"(<td class="n" data-sort="{:.6g}">{}</td>)", *row.cpu_seconds,
               seconds_text(*row.cpu_seconds));
    else if (columns.cpu)
      html.add("<td></td>");
    html.add(R"(<td class="n" data-sort="{0}">{0}</td>)", row.repetitions);
  }
  if (columns.labels) html.add("<td class=\"l\">{}</td>", row.label);
  if (columns.counters) html.add("<td class=\"l\">{}</td>", foreign_counters(row));
  html.add("</tr>\n");
}

}  // namespace

Markup foreign_cells(const Views& views) {
  Markup html;
  const Columns columns(views);
  const auto shown = std::min(views.rows.size(), most_rows);
  html.add(
      R"(<div class="scroll" tabindex="0" role="region" aria-label="All cells"><table class="numbers sortable" id="cells-table"><thead><tr>
<th scope="col">Benchmark</th><th scope="col" class="n">Time</th>{}<th scope="col" class="n">Repetitions</th>{}{}
</tr></thead><tbody>
)",
      Markup::trusted(columns.cpu ? "<th scope=\"col\" class=\"n\">CPU time</th>" : ""),
      Markup::trusted(columns.labels ? "<th scope=\"col\">Label</th>" : ""),
      Markup::trusted(columns.counters ? "<th scope=\"col\">Counters</th>" : ""));
  for (std::size_t index = 0; index < shown; ++index)
    add_foreign_row(html, views.rows[index], index, columns);
  html.add("</tbody></table></div>");
  add_left_out(html, views.rows.size(), shown, "benchmarks");
  return html;
}

}  // namespace parallax::reports::html
