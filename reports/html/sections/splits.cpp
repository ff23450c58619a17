// SPDX-License-Identifier: MIT
// Where the speed-up went: per work a table of its cells with several workers, their efficiency and its parts.
#include <algorithm>

#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "reports/loss_wording.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

Number share_number(const Estimate& share) {
  Number number{.text = fmt::format("{:.0f} %", 100 * share.point()), .range = {}};
  if (const auto& interval = share.interval())
    number.range = fmt::format("{:.0f}–{:.0f} %", 100 * interval->low, 100 * interval->high);
  number.bar = std::clamp(share.point(), 0.0, 1.0);
  number.title = warnings_text(share.warnings());
  return number;
}

void begin_work(Markup& html, const Work& work) {
  html.add(
      "<div class=\"scroll\"><table class=\"numbers\"><caption>{} <small>{}</small></caption><thead><tr>"
      "<th scope=\"col\">Runtime</th><th scope=\"col\" class=\"n\">Workers</th>"
      "<th scope=\"col\" class=\"n\">Efficiency</th>",
      work.kernel, described(work));
  for (const auto part : all_parts) html.add(R"(<th scope="col" class="n">{}</th>)", part_name(part));
  html.add("<th scope=\"col\">Reading</th></tr></thead><tbody>\n");
}

void add_split(Markup& html, const EfficiencySplit& split, const Views& views) {
  const auto& row = views.rows[split.row];
  html.add(R"(<tr><th scope="row">{}</th><td class="n">{}</td>)", chip(row.id.runtime, views),
           count_text(*row.id.workers));
  auto whole = share_number(split.whole);
  whole.row = split.row;
  add_number(html, whole);
  for (const auto& part : split.parts) add_number(html, share_number(part));
  html.add("<td>{}</td></tr>\n", split_reading(split));
}

}  // namespace

Markup splits(const Views& views) {
  Markup html;
  if (views.splits.empty() && !views.disturbance.rows.empty())
    return html.add("<p>Not known: others disturbed what was measured.</p>");
  if (views.splits.empty())
    return html.add(
        "<p>Not known: no cell with several workers has accounts, which <code>bench</code> keeps unless it "
        "is "
        "told <code>--accounts=no</code>, and the same work with one worker.</p>");
  std::size_t shown = 0;
  std::optional<std::size_t> work;
  std::size_t works = 0;
  for (const auto& split : views.splits) {
    const auto own = views.rows[split.row].work;
    if (own != work) {
      ++works;
      work = own;
      if (works > most_works) continue;
      if (shown > 0) html.add("</tbody></table></div>\n");
      begin_work(html, views.works[*own]);
    }
    if (works > most_works) continue;
    ++shown;
    add_split(html, split, views);
  }
  html.add("</tbody></table></div>\n");
  add_left_out(html, works, std::min(works, most_works), "works");
  return html;
}

}  // namespace parallax::reports::html
