// SPDX-License-Identifier: MIT
// Grain: how small a task may be (efficiency, METG), and how small a job (break-even).
#include <algorithm>
#include <map>
#include <set>

#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "reports/sweep_wording.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

std::string plural(std::int64_t count, const char* noun) {
  return fmt::format("{} {}{}", count_text(count), noun, count == 1 ? "" : "s");
}

void add_efficiencies(Markup& html, const GrainSweep& sweep, const Views& views) {
  std::map<double, bool> grains;
  for (const auto& line : sweep.lines)
    for (const auto& point : line.curve.points) grains[point.grain] = true;
  html.add(
      "<div class=\"scroll\"><table class=\"numbers\"><caption>Efficiency of {} <small>size {}, {}, "
      "{}</small></caption>"
      "<thead><tr><th scope=\"col\">{}</th>",
      sweep.title(), count_text(sweep.size), sweep.parameters, plural(sweep.workers, "worker"),
      sweep.pattern.empty() ? "Grain" : "Amount");
  for (const auto& [grain, used] : grains)
    html.add(R"(<th scope="col" class="n">{}</th>)", count_text(static_cast<std::int64_t>(grain)));
  html.add("</tr></thead><tbody>\n");
  for (const auto& line : sweep.lines) {
    html.add(R"(<tr><th scope="row">{}</th>)", chip(line.runtime, views));
    auto point = line.curve.points.begin();
    std::size_t at = 0;
    for (const auto& [grain, used] : grains) {
      if (point == line.curve.points.end() || point->grain != grain) {
        add_empty(html);
        continue;
      }
      const auto& e = point->efficiency;
      add_number(html, {fmt::format("{:.0f} %", 100 * e.point()),
                        e.interval()
                            ? fmt::format("{:.0f}–{:.0f}", 100 * e.interval()->low, 100 * e.interval()->high)
                            : std::string("no interval"),
                        e.point(),
                        line.rows[at],
                        {},
                        seconds_text(point->granularity) + " per task"});
      ++point, ++at;
    }
    html.add("</tr>\n");
  }
  html.add("</tbody></table></div>\n");
}

void add_metg(Markup& html, const GrainSweep& sweep, const Views& views) {
  html.add(
      "<table class=\"numbers\"><caption>METG: the smallest task that is still efficient "
      "<small>{}, {}; efficiency 1 is {}</small></caption><thead><tr><th scope=\"col\">Runtime</th>",
      sweep.title(), plural(sweep.workers, "worker"), sweep.reference);
  std::vector<double> thresholds;
  for (const auto& line : sweep.lines)
    for (const auto& metg : line.curve.metg)
      if (std::find(thresholds.begin(), thresholds.end(), metg.threshold) == thresholds.end())
        thresholds.push_back(metg.threshold);
  for (const auto threshold : thresholds)
    html.add(R"(<th scope="col" class="n">METG({:.0f} %)</th>)", 100 * threshold);
  if (!sweep.pattern.empty())
    html.add(R"(<th scope="col" class="n">Floor</th><th scope="col" class="n">Against trivial</th>)");
  html.add("</tr></thead><tbody>\n");
  for (const auto& line : sweep.lines) {
    html.add(R"(<tr><th scope="row">{}</th>)", chip(line.runtime, views));
    for (const auto& metg : line.curve.metg)
      html.add(R"(<td class="n" title="{}">{}</td>)",
               metg.granularity ? warnings_text(metg.granularity->warnings()) : "", metg_text(metg));
    if (!sweep.pattern.empty())
      html.add(R"(<td class="n">{}</td><td class="n">{}</td>)", floor_text(line), against_trivial_text(line));
    html.add("</tr>\n");
  }
  html.add("</tbody></table>\n");
  std::set<std::string> warnings;
  for (const auto& line : sweep.lines)
    warnings.insert(line.curve.warnings.begin(), line.curve.warnings.end());
  if (warnings.empty()) return;
  html.add("<ul class=\"warnings\">");
  for (const auto& warning : warnings) html.add("<li>{}</li>", warning);
  html.add("</ul>\n");
}

void add_break_even(Markup& html, const SizeSweep& sweep, const Views& views) {
  html.add(
      "<div class=\"scroll\"><table class=\"numbers\"><caption>Break-even: the smallest job that the "
      "row does faster than the column "
      "<small>{}, {}, {} of equal size; a job's size is the time it takes serially</small></caption>"
      "<thead><tr><th scope=\"col\">Faster than</th><th scope=\"col\" class=\"n\">serial</th>",
      sweep.kernel, plural(sweep.workers, "worker"), plural(sweep.chunks, "chunk"));
  const bool with_pairs = !sweep.pairs.empty();
  if (with_pairs)
    for (const auto& line : sweep.lines)
      html.add(R"(<th scope="col" class="n">{}</th>)", chip(line.runtime, views));
  html.add("</tr></thead><tbody>\n");
  for (const auto& line : sweep.lines) {
    html.add(R"(<tr><th scope="row">{}</th><td class="n" title="{}">{}</td>)", chip(line.runtime, views),
             warnings_text(line.against_serial.warnings), break_even_text(line.against_serial));
    if (with_pairs)
      for (const auto& other : sweep.lines) {
        const auto pair = std::find_if(sweep.pairs.begin(), sweep.pairs.end(), [&](const PairBreakEven& d) {
          return d.faster == line.runtime && d.slower == other.runtime;
        });
        if (pair == sweep.pairs.end())
          html.add("<td></td>");
        else
          html.add(R"(<td class="n{}" title="{}">{}</td>)",
                   pair->size.outcome == BreakEven::never ? " muted" : "", warnings_text(pair->size.warnings),
                   break_even_text(pair->size));
      }
    html.add("</tr>\n");
  }
  html.add("</tbody></table></div>\n");
}

}  // namespace

Markup grain(const Views& views) {
  Markup html;
  if (views.grain_sweeps.empty() && views.size_sweeps.empty())
    html.add(
        "<p>No kernel was measured at four grains or sizes with several workers. <code>./bench KERNEL "
        "--sizes=…</code> "
        "with four sizes does that.</p>");
  for (const auto& sweep : views.grain_sweeps) add_efficiencies(html, sweep, views);
  html.add("<div class=\"kept\">");
  for (const auto& sweep : views.grain_sweeps) add_metg(html, sweep, views);
  for (const auto& sweep : views.size_sweeps) add_break_even(html, sweep, views);
  if (views.sweeps_left_out > 0)
    html.add(
        "<p class=\"muted\">{} sweeps more are not analysed: keep fewer kernels with <code>report "
        "--filter</code>.</p>\n",
        views.sweeps_left_out);
  html.add("</div>");
  return html;
}

}  // namespace parallax::reports::html
