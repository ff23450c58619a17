// SPDX-License-Identifier: MIT
// Resources: what the fastest number of workers of each runtime uses, one table per kernel.
#include <algorithm>

#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

void add_row(Markup& html, const Work& work, const Row& row, std::size_t index, const Views& views,
             bool with_motion) {
  html.add(R"(<tr><th scope="row">{} <small>{}</small></th><td>{}</td><td class="n">{}</td>)", work.kernel,
           described(work), chip(row.id.runtime, views), count_text(*row.id.workers));
  const auto most = static_cast<double>(views.processors.value_or(1));
  if (row.cores_used)
    add_number(html, {fmt::format("{:.2f}", *row.cores_used), {}, *row.cores_used / most, index, {}, {}});
  else
    add_empty(html);
  if (const auto* pss = row.counter("pss"))
    add_number(html, {bytes_text(pss->point()), {}, {}, {}, {}, {}});
  else
    add_empty(html);
  if (const auto* switches = row.counter("switches"))
    add_number(html, {fmt::format("{:.3g}", switches->point()), {}, {}, {}, {}, {}});
  else
    add_empty(html);
  if (with_motion) {
    const auto* moved = row.counter("bytes_moved");
    const auto* moving = row.counter("move_seconds");
    add_number(html, {moved ? bytes_text(moved->point()) : "", {}, {}, {}, {}, {}});
    add_number(html, {moving ? seconds_text(moving->point()) : "", {}, {}, {}, {}, {}});
  }
  html.add("</tr>\n");
}

// Whether any runtime has moved data between processes that share none.
bool anything_moved(const Views& views) {
  return std::any_of(views.rows.begin(), views.rows.end(),
                     [](const Row& row) { return row.counter("bytes_moved") != nullptr; });
}

}  // namespace

Markup resources(const Views& views) {
  Markup html;
  if (views.works.empty()) {
    html.add("<p>Nothing to compare.</p>");
    return html;
  }
  html.add(
      "<div class=\"scroll\"><table class=\"numbers\"><thead><tr><th scope=\"col\">Work</th><th "
      "scope=\"col\">Runtime</th>"
      "<th scope=\"col\" class=\"n\">Workers</th><th scope=\"col\" class=\"n\">CPU time / wall time</th>"
      "<th scope=\"col\" class=\"n\">Memory (PSS)</th><th scope=\"col\" class=\"n\">Context switches per "
      "iteration</th>");
  const bool with_motion = anything_moved(views);
  if (with_motion)
    html.add(
        "<th scope=\"col\" class=\"n\">Bytes moved per iteration</th><th scope=\"col\" class=\"n\">Time to "
        "move "
        "them</th>");
  html.add("</tr></thead><tbody>\n");
  const auto shown = std::min(views.works.size(), most_works);
  for (std::size_t i = 0; i < shown; ++i)
    for (const auto& best : views.works[i].best_rows)
      add_row(html, views.works[i], views.rows[best.row], best.row, views, with_motion);
  html.add("</tbody></table></div>");
  add_left_out(html, views.works.size(), shown, "works");
  return html;
}

}  // namespace parallax::reports::html
