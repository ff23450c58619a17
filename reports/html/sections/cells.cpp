// SPDX-License-Identifier: MIT
// All cells. `data-sort` holds the number behind a text; a cell without it sorts by its text, an empty one
// last. A cell without a value has its message in place of all numbers, which sorts last too.
#include <algorithm>

#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "reports/views/foreign.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

void add_sortable(Markup& html, const std::optional<double>& number, const std::string& text,
                  const std::string& range = {}, const std::string& warnings = {}) {
  if (!number) {
    html.add("<td></td>");
    return;
  }
  html.add(R"(<td data-sort="{:.6g}")", *number);
  if (!warnings.empty()) html.add(R"( title="{}")", warnings);
  html.add(">{}", text);
  if (!range.empty()) html.add(" <small>{}</small>", range);
  if (!warnings.empty()) html.add("<b class=\"warn\">!</b>");
  html.add("</td>");
}

void add_count(Markup& html, const std::optional<std::int64_t>& count) {
  add_sortable(html, count ? std::optional(static_cast<double>(*count)) : std::nullopt,
               count ? count_text(*count) : "");
}

void add_estimate(Markup& html, const std::optional<Estimate>& found, const Number& number) {
  add_sortable(html, found ? std::optional(found->point()) : std::nullopt, number.text, number.range,
               number.title);
}

void add_throughput(Markup& html, const Row& row) {
  if (const auto* requests = row.counter("requests_per_second"))
    return add_sortable(html, requests->point(), rate_text(requests->point(), "requests"));
  if (const auto* bytes = row.counter("bytes_per_second"))
    return add_sortable(html, bytes->point(), bytes_text(bytes->point()) + "/s");
  if (const auto* items = row.counter("items_per_second"))
    return add_sortable(html, items->point(), rate_text(items->point(), "items"));
  html.add("<td></td>");
}

// Of benchmarks of other programs also their counters, for which cells of ours have columns.
std::string status_text(const Row& row) {
  auto text = row.status == Status::value ? std::string("ok") : row.message;
  if (row.status == Status::value && !row.label.empty()) text += ", " + row.label;
  if (const auto counters = is_foreign(row) ? foreign_counters(row) : ""; !counters.empty())
    text += "; " + counters;
  return text;
}

void add_row(Markup& html, const Row& row, std::size_t index) {
  const auto& id = row.id;
  html.add(R"(<tr id="cell-{}"{}><th scope="row">{}</th><td class="l">{}{}</td>)", index,
           Markup::trusted(is_failure(row.status) ? " class=\"failed\"" : ""), id.kernel, id.runtime,
           Markup::trusted(id.control ? " <small>by hand</small>" : ""));
  add_count(html, id.workers);
  add_count(html, id.size);
  add_count(html, id.grain);
  html.add("<td class=\"l\"><div>{}</div></td>", parameters_text(id));  // many parameters take several lines
  if (row.status != Status::value) {
    html.add("<td class=\"{}\" colspan=\"7\">{}</td></tr>\n", is_failure(row.status) ? "failure" : "reason",
             status_text(row));
    return;
  }
  html.add("<td class=\"l\">{}</td>", status_text(row));
  add_estimate(html, row.seconds, row.seconds ? seconds_number(*row.seconds) : Number{});
  const auto& speedup = row.speedup.estimate;
  add_estimate(html, speedup, speedup ? ratio_number(*speedup) : Number{});
  add_sortable(html, row.cores_used, row.cores_used ? fmt::format("{:.2f}", *row.cores_used) : "");
  add_throughput(html, row);
  const auto* pss = row.counter("pss");
  add_sortable(html, pss ? std::optional(pss->point()) : std::nullopt, pss ? bytes_text(pss->point()) : "");
  add_count(html, static_cast<std::int64_t>(row.repetitions));
  html.add("</tr>\n");
}

}  // namespace

Markup cells(const Views& views) {
  Markup html;
  const auto shown = std::min(views.rows.size(), most_rows);
  if (views.rows.size() > shown)
    html.add(
        "<p class=\"failure\">The first {} of {} cells: a page with all of them could not be used. Keep "
        "fewer with "
        "<code>report --filter</code>, or have them all with <code>report --csv</code>.</p>",
        count_text(static_cast<std::int64_t>(shown)),
        count_text(static_cast<std::int64_t>(views.rows.size())));
  html.add(
      R"(<div class="scroll" tabindex="0" role="region" aria-label="All cells"><table class="numbers sortable" id="cells-table"><thead><tr>
<th scope="col">Kernel</th><th scope="col">Runtime</th><th scope="col" class="n">Workers</th>
<th scope="col" class="n">Size</th><th scope="col" class="n">Grain</th><th scope="col">Parameters</th>
<th scope="col">Status</th><th scope="col" class="n">Time</th><th scope="col" class="n" data-column="speedup">Speed-up</th>
<th scope="col" class="n" title="CPU time of all workers divided by wall time">CPU / wall</th>
<th scope="col" class="n">Throughput</th><th scope="col" class="n" title="Proportional set size at the end of the timed run">Memory</th>
<th scope="col" class="n" title="Repetitions, each a process of its own">Reps</th>
</tr></thead><tbody>
)");
  for (std::size_t index = 0; index < shown; ++index) add_row(html, views.rows[index], index);
  html.add("</tbody></table></div>");
  return html;
}

}  // namespace parallax::reports::html
