// SPDX-License-Identifier: MIT
#include "reports/html/detection_page.hpp"

#include <array>
#include <set>

#include "reports/html/document.hpp"
#include "reports/html/markup.hpp"
#include "reports/html/scale.hpp"
#include "reports/statistics/proportion.hpp"

namespace parallax::reports::html {
namespace {

using gate::Alarms;
using gate::Count;
using gate::DetectionRow;

constexpr double plot_width = 640, plot_left = 56, plot_right = 490, plot_top = 16, plot_bottom = 270;

struct Rule {
  const char* name;
  const char* look;
  Alarms DetectionRow::*alarms;
};
constexpr std::array<Rule, 4> rules{{{"gate", "gate-rule", &DetectionRow::gate},
                                     {"compare.py", "rule-one", &DetectionRow::compare_py},
                                     {"fixed 10 %", "rule-two", &DetectionRow::ten_percent},
                                     {"Criterion", "rule-three", &DetectionRow::criterion}}};

bool is_uniform(const DetectionRow& row) { return row.percent > 0 && row.workers > 0; }

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

std::string with_interval(const Count& count) {
  if (count.of == 0) return "–";
  const auto share = proportion(count.hits, count.of);
  return fmt::format("{} ({}–{})", percent(share.point()), percent(share.interval()->low),
                     percent(share.interval()->high));
}

// The share of slowdowns found, of one size each, for this number of workers.
Markup chart(const std::vector<DetectionRow>& rows, int workers) {
  double low = 100, high = 1;
  for (const auto& row : rows)
    if (is_uniform(row)) low = std::min(low, row.percent), high = std::max(high, row.percent);
  const Scale x{low, std::max(high, low * 1.01), plot_left, plot_right, true}, y{0, 1, plot_bottom, plot_top};
  Markup svg;
  svg.add(
      R"(<svg class="detection" viewBox="0 0 {} 320" role="img" aria-label="Share of slowdowns found against their size, with {} worker{}; the table below has the numbers">)",
      plot_width, workers, workers == 1 ? "" : "s");
  for (const double share : {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}) {
    svg.add(R"(<path class="grid" d="M{} {}H{}"/><text class="tick y" x="{}" y="{}">{:.0f} %</text>)",
            plot_left, y(share), plot_right, plot_left - 8, y(share), 100 * share);
  }
  std::set<double> sizes;
  for (const auto& row : rows)
    if (is_uniform(row)) sizes.insert(row.percent);
  double last = 0;
  for (const double size : sizes) {
    svg.add(R"(<path class="grid" d="M{} {}V{}"/>)", x(size), plot_top, plot_bottom);
    if (last > 0 && x(size) - x(last) < 42) continue;  // no room for its label
    svg.add(R"(<text class="tick middle" x="{}" y="{}">+{:g} %</text>)", x(size), plot_bottom + 14, size);
    last = size;
  }
  svg.add(R"(<text class="tick middle" x="{}" y="{}">injected slowdown (percent, logarithmic)</text>)",
          (plot_left + plot_right) / 2, plot_bottom + 34);
  double label = plot_top + 8;
  for (const auto& rule : rules) {
    std::string path;
    double end = 0;
    for (const auto& row : rows) {
      if (!is_uniform(row) || row.workers != workers) continue;
      const auto& count = (row.*rule.alarms).right;
      const auto share = proportion(count.hits, count.of);
      end = y(share.point());
      path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x(row.percent), end);
      svg.add(R"(<path class="{} ends" d="M{} {}V{}"><title>{}: {:g} %: {}</title></path>)", rule.look,
              x(row.percent), y(share.interval()->low), y(share.interval()->high), rule.name, row.percent,
              with_interval(count));
    }
    if (path.empty()) continue;
    svg.add(R"(<path class="{} line" d="{}"/>)", rule.look, path);
    svg.add(R"(<path class="{} line" d="M{} {}h24"/><text x="{}" y="{}">{}</text>)", rule.look,
            plot_right + 14, label, plot_right + 44, label, rule.name);
    label += 20;
  }
  svg.add("</svg>");
  return svg;
}

void add_row(Markup& html, const std::string& name, const DetectionRow& row, Count Alarms::*which) {
  html.add("<tr><th scope=\"row\">{}</th>", name);
  for (const auto& rule : rules) html.add("<td class=\"n\">{}</td>", with_interval(row.*rule.alarms.*which));
  html.add("</tr>\n");
}

Markup head(const char* first) {
  Markup html;
  html.add("<div class=\"scroll\"><table class=\"numbers\"><thead><tr><th scope=\"col\">{}</th>", first);
  for (const auto& rule : rules) html.add("<th scope=\"col\" class=\"n\">{}</th>", rule.name);
  return html.add("</tr></thead><tbody>\n");
}

std::string name_of(const DetectionRow& row) {
  auto name = row.change;
  if (row.percent > 0) name += fmt::format(" +{:g} %", row.percent);
  if (row.measured != 0) name += fmt::format(" (really {:+.0f} %)", 100 * row.measured);
  if (row.workers > 0) name += fmt::format(", {} worker{}", row.workers, row.workers == 1 ? "" : "s");
  return name;
}

}  // namespace

std::string detection_page(const std::vector<DetectionRow>& rows, const std::string& about) {
  Markup sections, header;
  header.add("<p>{}</p>\n", about);
  sections.add(
      R"(<section id="found" aria-labelledby="found-heading"><h2 id="found-heading">What is found</h2>
<p class="how">The share of runs in which the slowed cell, and no other, was called slower. Further up and to the left is
better; lines are 95 % intervals.</p>
)");
  std::set<int> workers;
  for (const auto& row : rows)
    if (is_uniform(row)) workers.insert(row.workers);
  for (const int count : workers)
    sections.add("<figure class=\"panel\"><figcaption><h3>{} worker{}</h3></figcaption>{}</figure>\n", count,
                 count == 1 ? "" : "s", chart(rows, count));
  sections.add("{}", head("Found, in the changed cell"));
  for (const auto& row : rows)
    if (row.workers > 0) add_row(sections, name_of(row), row, &Alarms::right);
  sections.add("</tbody></table></div></section>\n");
  sections.add(
      R"(<section id="alarms" aria-labelledby="alarms-heading"><h2 id="alarms-heading">What is called slower and is not</h2>
<p class="how">The share of whole runs, over all cells, in which some cell that did not change was called slower. Lower is
better: this is how often a build would be red for nothing.</p>
{})",
      head("Runs with a false alarm"));
  for (const auto& row : rows)
    if (row.workers == 0) add_row(sections, row.change, row, &Alarms::wrong);
  sections.add("</tbody></table></div></section>\n");
  return document("How far the gate can be trusted", "Parallax: the gate, tested on itself", header,
                  sections);
}

}  // namespace parallax::reports::html
