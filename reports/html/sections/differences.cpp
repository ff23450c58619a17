// SPDX-License-Identifier: MIT
// Where results differ: one sentence, then from the largest view to the smallest.
#include <algorithm>
#include <array>
#include <cmath>

#include "reports/differences_wording.hpp"
#include "reports/estimate_text.hpp"
#include "reports/html/gate_parts.hpp"
#include "reports/html/parts.hpp"
#include "reports/html/sections_differences.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

constexpr const char *faster_shape = "M-4-5.5L6.5 0L-4 5.5Z", *slower_shape = "M4-5.5L-6.5 0L4 5.5Z",
                     *open_shape = "M0-6L6 0L0 6L-6 0Z";

// Steps of the heat map: twice as fast is two steps from the middle, towards blue.
const char* heat_of(double ratio) {
  constexpr std::array looks{"h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8"};
  const auto step = 4 - std::lround(2 * std::log2(ratio));
  return looks.at(static_cast<std::size_t>(std::clamp(step, 0L, 8L)));
}

// A ratio in a table, hatched where it is not surely one way or the other.
void add_compared(Markup& html, const std::optional<Estimate>& estimate, bool is_sure,
                  const std::string& reason = {}) {
  if (!estimate) return add_empty(html, reason);
  auto number = ratio_number(*estimate);
  number.look = heat_of(estimate->point());
  if (!is_sure) {
    number.text = "≈ " + number.text;
    number.look += " unresolved";
  }
  add_number(html, number);
}

void add_ratio_heads(Markup& html, const Differences& found) {
  const auto& first = found.results.front().name;
  for (std::size_t k = 1; k < found.results.size(); ++k)
    html.add(
        R"(<th scope="col" class="n" title="Time of {0} / time of {1}: above 1 {1} is faster">{1} <small>times as fast as {0}</small></th>)",
        first, found.results[k].name);
}

void open_table(Markup& html, const std::string& label) {
  html.add(
      R"(<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="numbers compared"><thead><tr>)",
      label);
}

void close_table(Markup& html) { html.add("</tbody></table></div>\n"); }

void add_way(Markup& html, const Views& views, const Views& first, std::size_t row_index) {
  const auto& row = views.rows[row_index];
  html.add("<td>{} <small>{}</small></td><td class=\"n\">{}</td>", chip(row.id.runtime, first),
           row.id.workers ? fmt::format("with {}", *row.id.workers) : "", seconds_text(row.seconds->point()));
}

void add_works(Markup& html, const Differences& found, const std::vector<Views>& results) {
  if (found.works.empty()) return;
  html.add(R"(<h3>The fastest way to do each work</h3>
<p class="how">With whatever runtime and number of workers suits the result best: what one would choose a machine by. The
fastest is chosen by the same repetitions, which flatters all of them alike.</p>
)");
  open_table(html, "The fastest way to do each work");
  html.add("<th scope=\"col\">Work</th>");
  add_ratio_heads(html, found);
  for (const auto& one : found.results) html.add("<th scope=\"col\" colspan=\"2\">{}</th>", one.name);
  html.add("</tr></thead><tbody>\n");
  const auto shown = std::min(found.works.size(), most_difference_rows);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& work = found.works[i];
    html.add("<tr><th scope=\"row\"><div>{} <small>{}</small></div></th>", work.kernel, work.text);
    for (const auto& one : work.others)
      add_compared(html, one.ratio.estimate, one.resolved, one.ratio.reason);
    add_way(html, results.front(), results.front(), work.first_row);
    for (std::size_t k = 1; k < results.size(); ++k)
      add_way(html, results[k], results.front(), *work.others[k - 1].row);
    html.add("</tr>\n");
  }
  close_table(html);
  add_left_out(html, found.works.size(), shown, "works");
}

void add_kernels(Markup& html, const Differences& found) {
  if (found.kernels.empty()) return;
  html.add(R"(<h3>By kernel, with equal workers</h3>
<p class="how">Geometric means over the cells that both have, so with the same runtime, number of workers, size and
grain. ≈ and hatching: the interval reaches 1.</p>
)");
  open_table(html, "By kernel");
  html.add("<th scope=\"col\">Kernel</th><th scope=\"col\" class=\"n\">Cells</th>");
  add_ratio_heads(html, found);
  html.add("</tr></thead><tbody>\n");
  for (const auto& group : found.kernels) {
    html.add("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td>", group.kernel,
             *std::max_element(group.cells.begin(), group.cells.end()));
    for (const auto& mean : group.means) add_compared(html, mean, mean && mean->surely_differs_from(1));
    html.add("</tr>\n");
  }
  close_table(html);
}

StripRow cell_strip(const CellDifference& cell) {
  const auto& one = cell.others.front();
  const auto& estimate = *one.ratio.estimate;
  const bool is_faster = estimate.point() > 1;
  auto row =
      strip_of(cell.name, one.resolved ? is_faster ? "v-improvement" : "v-regression" : "v-inconclusive",
               one.resolved ? is_faster ? faster_shape : slower_shape : open_shape, estimate);
  row.small = ratio_interval_text(estimate);
  row.number = (one.resolved ? "" : "≈ ") + ratio_text(estimate.point());
  row.title = fmt::format("{}: {}; {}", plain(cell.name), difference_text(one), difference_verdict(one));
  return row;
}

// Two results: one axis. Where there are many cells, both ends of the order are drawn.
void add_strips(Markup& html, const Differences& found) {
  if (found.results.size() != 2) return;
  std::vector<StripRow> rows;
  for (const auto& cell : found.cells)
    if (cell.others.front().ratio.estimate) rows.push_back(cell_strip(cell));
  const auto all = rows.size();
  if (all > most_difference_strips)
    rows.erase(rows.begin() + most_difference_strips / 2, rows.end() - most_difference_strips / 2);
  const auto scale = ratio_scale(rows);
  std::vector<StripTick> ticks;
  for (const auto tick : change_ticks(scale)) ticks.push_back({tick, ratio_text(tick)});
  html.add("<div class=\"gate\"><figure class=\"gate-figure\">\n{}</figure></div>\n",
           strips(rows, scale, ticks, 1,
                  fmt::format("times as fast as {}: to the right {} is faster", found.results[0].name,
                              found.results[1].name)));
  if (all > rows.size())
    html.add(
        "<p class=\"muted\">The {} largest gains and the {} largest losses of {} cells; the table has "
        "all.</p>\n",
        most_difference_strips / 2, most_difference_strips / 2, all);
}

void add_cells_table(Markup& html, const Differences& found, const std::vector<Views>& results) {
  const auto shown = std::min(found.cells.size(), most_difference_rows);
  html.add("<details class=\"compared-cells\"{}><summary>All {} cells as a table</summary>\n",
           Markup::trusted(found.results.size() > 2 ? " open" : ""), found.cells.size());
  open_table(html, "Cells");
  html.add("<th scope=\"col\">Cell</th><th scope=\"col\" class=\"n\">{}</th>", found.results.front().name);
  add_ratio_heads(html, found);
  html.add("</tr></thead><tbody>\n");
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& cell = found.cells[i];
    const auto& row = results.front().rows[cell.first_row];
    html.add("<tr><th scope=\"row\"><div><code>{}</code></div></th>", cell.name);
    if (row.seconds)
      add_number(html, seconds_number(*row.seconds));
    else
      html.add("<td class=\"none\">{}</td>", status_name(row.status));
    for (const auto& one : cell.others)
      add_compared(html, one.ratio.estimate, one.resolved, one.ratio.reason);
    html.add("</tr>\n");
  }
  close_table(html);
  if (shown < found.cells.size())
    html.add("<p class=\"muted\">… and {} cells more: <code>report --compare --csv</code> has all.</p>\n",
             found.cells.size() - shown);
  html.add("</details>\n");
}

}  // namespace

Markup differences_section(const Differences& found, const std::vector<Views>& results) {
  Markup html;
  html.add(R"(<section id="differences" aria-labelledby="differences-heading">
<h2 id="differences-heading">Where they differ</h2>
<p class="side-by-side-headline">{}</p>
)",
           differences_sentence(found));
  if (const auto works = works_sentence(found); !works.empty())
    html.add("<p class=\"side-by-side-headline\">{}</p>\n", works);
  if (found.compared > 0) {
    html.add("<ul class=\"warnings\"><li>{}</li></ul>\n<p class=\"how\">{}</p>\n", side_by_side_warning(),
             surely_sentence(found));
    add_works(html, found, results);
    add_kernels(html, found);
    if (const auto pictures = slopes(found, results.front()); !pictures.empty())
      html.add(R"(<h3>By kernel and runtime</h3>
<p class="how">One picture for each kernel, an axis for each result, a line for each runtime: the geometric mean of the
times of the cells that all results have. <b>Downwards</b> is faster. Lines that cross are runtimes that change places. Thin,
dashed lines: the interval of the ratio reaches 1.</p>
{}
)",
               pictures);
    html.add("<h3>By cell, the largest gain first</h3>\n");
    add_strips(html, found);
    add_cells_table(html, found, results);
  }
  return html.add("</section>\n");
}

}  // namespace parallax::reports::html
