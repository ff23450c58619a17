// SPDX-License-Identifier: MIT
// History: what changed for good, and when; then each series.
#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "reports/gate/instant.hpp"
#include "reports/html/history_chart.hpp"
#include "reports/html/scale.hpp"
#include "reports/html/sections_history.hpp"

namespace parallax::reports::html {
namespace {

using gate::day_of;
using gate::HistorySeries;
using gate::HistoryView;
using gate::percent_range_text;
using gate::percent_text;
using gate::short_commit;

void add_references(Markup& html, const HistoryView& view) {
  html.add("<ul class=\"history-references\">\n");
  for (const auto& reference : view.references) {
    html.add("<li>{} {} against <code>{}</code>, {} to {}", reference.records,
             reference.records == 1 ? "commit" : "commits", short_commit(reference.name),
             day_of(reference.first_date), day_of(reference.last_date));
    for (const auto& machine : reference.machines) html.add("<br><small>{}</small>", machine);
    html.add("</li>\n");
  }
  html.add("</ul>\n");
  if (view.warnings.empty()) return;
  html.add("<ul class=\"warnings\">\n");
  for (const auto& warning : view.warnings) html.add("<li>{}</li>\n", warning);
  html.add("</ul>\n");
}

void add_change(Markup& html, const HistorySeries& series, const gate::HistoryChange& change) {
  const auto& before = series.points[change.at - 1];
  const auto& after = series.points[change.at];
  const auto size = size_of(change);
  html.add(R"(<tr><th scope="row">{}</th><td class="n {}">{} {}</td>)", series.cell,
           size > 0 ? "slower" : "faster", percent_text(size), size > 0 ? "slower" : "faster");
  html.add(R"(<td><code>{}</code> {}</td><td><code>{}</code> {} <small>{}</small></td>)",
           short_commit(before.commit), day_of(before.date), short_commit(after.commit), day_of(after.date),
           shortened(after.subject, 48));
  html.add(R"(<td class="n">{} → {}</td><td class="n">{:.2g}</td><td>{}</td></tr>)"
           "\n",
           percent_text(change.before - 1), percent_text(change.after - 1), change.p,
           short_commit(series.reference));
}

// Newest first within a series, the series in the order of the charts.
void add_changes(Markup& html, const HistoryView& view) {
  const auto all = std::accumulate(
      view.series.begin(), view.series.end(), std::size_t{0},
      [](std::size_t sum, const HistorySeries& series) { return sum + series.changes.size(); });
  if (all == 0) {
    html.add("<p>No series changed for good.</p>\n");
    return;
  }
  html.add(R"(<div class="scroll"><table class="numbers history-changes"><caption>Changes</caption><thead><tr>
<th scope="col">Cell</th><th scope="col" class="n">Wall time</th><th scope="col">Last before</th>
<th scope="col">First after</th><th scope="col" class="n">Against the reference</th><th scope="col" class="n">p</th>
<th scope="col">Reference</th></tr></thead><tbody>
)");
  std::size_t shown = 0;
  for (const auto& series : view.series)
    for (auto change = series.changes.rbegin(); change != series.changes.rend(); ++change)
      if (shown < most_history_changes) {
        add_change(html, series, *change);
        ++shown;
      }
  html.add("</tbody></table></div>\n");
  if (all > shown) html.add("<p class=\"note\">… and {} changes more.</p>\n", all - shown);
}

void add_twin(Markup& html, const HistorySeries& series) {
  html.add(R"(<details><summary>Numbers</summary><div class="scroll twin"><table><thead><tr>
<th scope="col">Commit</th><th scope="col">Date</th><th scope="col" class="n">Ratio</th>
<th scope="col" class="n">Interval</th><th scope="col" class="n">Pairs</th></tr></thead><tbody>
)");
  auto point = series.points.rbegin();
  auto gap = series.gaps.rbegin();
  while (point != series.points.rend() || gap != series.gaps.rend()) {
    const bool is_gap =
        gap != series.gaps.rend() && (point == series.points.rend() || gap->place > point->place);
    if (is_gap) {
      html.add(R"(<tr><td><code>{}</code></td><td>{}</td><td colspan="3">{}</td></tr>)",
               short_commit(gap->commit), day_of(gap->date), verdict_name(gap->verdict));
      ++gap;
    } else {
      const auto& ratio = point->ratio;
      html.add(
          R"(<tr><td><code>{}</code></td><td>{}</td><td class="n">{:.4f}</td><td class="n">{}</td><td class="n">{}</td></tr>)",
          short_commit(point->commit), day_of(point->date), ratio.value, percent_range_text(ratio),
          ratio.pairs);
      ++point;
    }
    html.add("\n");
  }
  html.add("</tbody></table></div></details>\n");
}

void add_series(Markup& html, const HistorySeries& series, const HistoryView& view) {
  html.add(R"(<figure class="panel history"><figcaption><h3>{}</h3></figcaption><p class="sentence">)",
           series.cell);
  if (!series.points.empty())
    html.add("Latest {} ({}); ", percent_text(series.points.back().ratio.value - 1),
             percent_range_text(series.points.back().ratio));
  html.add("{}", state_text(series, view.options));
  if (series.left_out > 0) html.add("; {} older commits are left out", series.left_out);
  html.add("</p>\n{}\n", history_chart(series));
  add_twin(html, series);
  html.add("</figure>\n");
}

}  // namespace

Markup history(const HistoryView& view) {
  Markup html;
  if (view.series.empty()) {
    html.add("<p>No commit was measured yet.</p>\n");
    return html;
  }
  const auto& options = view.options.changes;
  html.add(
      R"(<p class="how">One chart for each cell, commits from left to right. Each was measured beside a pinned reference
build on the same machine; a dot is <b>its wall time against that of the reference</b> with its interval, further up is
slower, × is a commit without a time. Steps are medians between changes. A vertical line is a change for good, found
in the logarithms by E-divisive: p ≤ {}, at least {} commits on either side. It happened between the last commit
before it and the first one after; the line names the latter.</p>
)",
      fmt::format("{:g}", options.level), options.least_segment);
  add_references(html, view);
  add_changes(html, view);
  const auto shown = std::min(view.series.size(), most_history_charts);
  html.add("<div class=\"panels\">\n");
  for (std::size_t i = 0; i < shown; ++i) add_series(html, view.series[i], view);
  html.add("</div>\n");
  if (shown < view.series.size())
    html.add(
        "<p class=\"note\">… and {} series more, which changed less or not at all or have another "
        "reference.</p>\n",
        view.series.size() - shown);
  return html;
}

Markup history_section(const gate::HistoryView& view) {
  Markup section;
  return section.add(R"(<section id="history" aria-labelledby="history-heading">
<h2 id="history-heading">How it got here</h2>
{}</section>
)",
                     history(view));
}

}  // namespace parallax::reports::html
