// SPDX-License-Identifier: MIT
// Who wins where: works against runtimes, each runtime with its fastest number of workers. The colour is the
// time against that of the best, the number the speed-up against serial.
#include <algorithm>
#include <array>

#include "reports/answer_wording.hpp"
#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "reports/statistics/repetitions.hpp"
#include "reports/wording.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

std::size_t heat(double slowdown) {
  return static_cast<std::size_t>(std::upper_bound(heat_limits.begin(), heat_limits.end(), slowdown) -
                                  heat_limits.begin());
}

void add_best_row(Markup& html, const BestRow& best, const Row& row, std::size_t contenders) {
  const auto& standing = best.standing;
  Number number = row.speedup.estimate ? ratio_number(*row.speedup.estimate) : seconds_number(*row.seconds);
  number.range.clear();
  number.row = best.row;
  number.look = fmt::format("h{}", heat(standing.slowdown.point()));
  if (standing.is_best)
    number.look += " best";
  else if (!standing.resolved)
    number.look += " unresolved";
  number.title = fmt::format(
      "{}, {} workers: {}{}", seconds_text(row.seconds->point()), count_text(row.id.workers.value_or(1)),
      standing.is_best ? "the fastest" : ratio_text(standing.slowdown.point()) + " the time of the fastest",
      standing.is_best || standing.resolved
          ? ""
          : ", not distinguishable from it" +
                resolving_text(repetitions_to_resolve(standing.slowdown, row.repetitions, contenders)));
  add_number(html, number);
}

// A runtime without a value: the first of its rows says why.
void add_reason(Markup& html, const Work& work, const std::string& runtime, const Views& views) {
  for (const auto index : work.rows)
    if (views.rows[index].id.runtime == runtime) return add_status(html, views.rows[index], index);
  add_empty(html, "not measured");
}

}  // namespace

Markup winners(const Views& views) {
  Markup html;
  if (views.works.empty()) {
    html.add(
        "<p>No cell of this run names a runtime, so there is nothing to compare; see the table of all "
        "cells.</p>");
    return html;
  }
  html.add(
      R"(<div class="scroll" tabindex="0" role="region" aria-label="Who wins where"><table class="numbers heat">
<thead><tr><th scope="col">Work</th>)");
  for (const auto& runtime : views.runtimes) html.add(R"(<th scope="col">{}</th>)", chip(runtime, views));
  html.add("</tr></thead><tbody>\n");
  std::size_t shown = 0;
  for (const auto kind :
       {WorkKind::tiny, WorkKind::coarse, WorkKind::recursive, WorkKind::dependent, WorkKind::memory,
        WorkKind::waiting, WorkKind::mixed, WorkKind::overhead, WorkKind::unknown}) {
    bool first = true;
    for (const auto& work : views.works) {
      if (work.kind != kind || shown == most_works) continue;
      if (first)
        html.add(R"(<tr class="kind"><th scope="rowgroup" colspan="{}">{} <small>{}</small></th></tr>)",
                 views.runtimes.size() + 1, kind_title(kind), kind_meaning(kind));
      first = false;
      ++shown;
      html.add(R"(<tr><th scope="row">{} <small>{}</small></th>)", work.kernel, described(work));
      for (const auto& runtime : views.runtimes) {
        if (const auto* best = best_row_of(work, views.rows, runtime))
          add_best_row(html, *best, views.rows[best->row], work.best_rows.size());
        else
          add_reason(html, work, runtime, views);
      }
      html.add("</tr>\n");
    }
  }
  html.add("</tbody></table></div>");
  add_left_out(html, views.works.size(), shown, "works");
  return html;
}

}  // namespace parallax::reports::html
