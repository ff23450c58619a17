// SPDX-License-Identifier: MIT
// Scaling: per work, runtimes against numbers of workers; the speed-up, and how much of it each worker adds.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

double largest_speedup(const Work& work, const Views& views) {
  double largest = 1;
  for (const auto index : work.rows)
    if (const auto& found = views.rows[index].speedup.estimate) largest = std::max(largest, found->point());
  return largest;
}

void add_speedup(Markup& html, const Row& row, std::size_t index, double largest) {
  if (row.status != Status::value) return add_status(html, row, index);
  Number number = row.speedup.estimate ? ratio_number(*row.speedup.estimate) : seconds_number(*row.seconds);
  number.row = index;
  if (row.speedup.estimate) {
    number.bar = row.speedup.estimate->point() / largest;
    if (const auto share = efficiency(row))
      number.title = fmt::format("efficiency {:.0f} %{}{}", 100 * share->point(),
                                 number.title.empty() ? "" : "; ", number.title);
  }
  add_number(html, number);
}

void add_fits(Markup& html, std::size_t work, const Views& views) {
  for (const auto& fit : views.fits) {
    if (fit.work != work) continue;
    const auto share = [](const Estimate& estimate) {
      const auto& interval = estimate.interval();
      return fmt::format(
          "{:.3g} ({})", estimate.point(),
          interval ? fmt::format("{:.3g}–{:.3g}", interval->low, interval->high) : "no interval");
    };
    const auto& found = fit.fit;
    html.add(
        "<p class=\"fit\">{} Universal scalability law: contention {}, coherency {}, no point missed by more "
        "than {:.0f} %{}{}. Least median with {:.0f} worker{}{}</p>\n",
        chip(fit.runtime, views), share(found.sigma), share(found.kappa), std::ceil(100 * found.largest_miss),
        found.best_workers ? "; the law peaks at " + share(*found.best_workers) + " workers" : "",
        found.serial_share ? "; Amdahl's law alone: a serial share of " + share(*found.serial_share) : "",
        found.fastest_measured, found.fastest_measured == 1 ? "" : "s",
        found.warnings.empty() ? "" : "; " + found.warnings.front());
  }
}

void add_work(Markup& html, std::size_t work_index, const Views& views) {
  const auto& work = views.works[work_index];
  std::set<std::int64_t> counts;
  std::map<std::string, std::map<std::int64_t, std::size_t>> found;
  for (const auto index : work.rows) {
    const auto& id = views.rows[index].id;
    counts.insert(*id.workers);
    found[id.runtime][*id.workers] = index;
  }
  const auto largest = largest_speedup(work, views);
  html.add(
      "<div class=\"scroll\"><table class=\"numbers\"><caption>{} <small>{}</small></caption><thead><tr><th "
      "scope=\"col\">"
      "Workers</th>",
      work.kernel, described(work));
  for (const auto count : counts)
    html.add(R"(<th scope="col" class="n{}">{}</th>)",
             views.processors && count > *views.processors ? " beyond" : "", count_text(count));
  html.add("</tr></thead><tbody>\n");
  for (const auto& runtime : views.runtimes) {
    if (!found.count(runtime)) continue;
    html.add(R"(<tr><th scope="row">{}</th>)", chip(runtime, views));
    for (const auto count : counts) {
      const auto at = found[runtime].find(count);
      if (at == found[runtime].end())
        add_empty(html);
      else
        add_speedup(html, views.rows[at->second], at->second, largest);
    }
    html.add("</tr>\n");
  }
  html.add("</tbody></table></div>\n");
  add_fits(html, work_index, views);
}

}  // namespace

Markup scaling(const Views& views) {
  Markup html;
  if (views.works.empty()) html.add("<p>Nothing was measured with several numbers of workers.</p>");
  const auto shown = std::min(views.works.size(), most_works);
  for (std::size_t index = 0; index < shown; ++index) add_work(html, index, views);
  add_left_out(html, views.works.size(), shown, "works");
  return html;
}

}  // namespace parallax::reports::html
