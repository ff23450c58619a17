// SPDX-License-Identifier: MIT
// What workers did: a timeline for each cell that a trace has, one of which is open.
#include <algorithm>

#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "reports/html/timeline.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {

Markup timelines(const Views& views) {
  Markup html;
  if (views.timelines.empty()) return html;
  html.add(
      "<section id=\"timelines\" aria-labelledby=\"timelines-heading\">\n"
      "<h2 id=\"timelines-heading\">What the workers did</h2>\n"
      "<p class=\"how\">A row for each worker, time to the right, from a run of its own after the timed one. "
      "The ticks below "
      "are the beginnings and the ends of regions, each one call of the runtime.");
  for (const auto& look : doing_looks) html.add(" <span class=\"rt {} s1\">{}</span>", look.style, look.text);
  html.add(". The last two lie somewhere within the piece that they are drawn in.</p>\n");
  const auto shown = std::min(views.timelines.size(), most_works);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& cell = views.timelines[i];
    html.add("<details{}><summary>{}</summary>\n{}</details>\n", Markup::trusted(i == 0 ? " open" : ""),
             cell.name, timeline(cell));
  }
  add_left_out(html, views.timelines.size(), shown, "cells");
  return html.add("</section>\n");
}

}  // namespace parallax::reports::html
