// SPDX-License-Identifier: MIT
// Three columns: who, the bar, the number. Sizes are in the units of the view box; the page scales it.
#include "reports/html/bar_chart.hpp"

#include <algorithm>

#include "reports/html/runtime_style.hpp"
#include "reports/html/scale.hpp"
#include "reports/html/wording.hpp"
#include "reports/units.hpp"

namespace parallax::reports::html {
namespace {

constexpr double width = 560, plot_left = 158, plot_right = 416, top = 24, bar_height = 13, row_height = 21;
constexpr double workers_right = 126, number_right = 468, group_gap = 5;
constexpr std::size_t longest_runtime = 16, longest_message = 58;

// Far slower than serial is just that: beyond this the bar ends at the edge, and the number says how far.
constexpr double slowest_shown = 1.0 / 16;

Scale axis_of(const KernelView& kernel, const Views& views) {
  double low = 0.5, high = 2;
  for (const auto& one : kernel.cases)
    for (const auto index : one.rows) {
      const auto& found = views.rows[index].speedup.estimate;
      if (!found) continue;
      low = std::min({low, found->value, found->interval ? found->interval->low : found->value});
      high = std::max({high, found->value, found->interval ? found->interval->high : found->value});
    }
  return {std::max(low, slowest_shown), high * 1.05, plot_left, plot_right, true};
}

void add_axis(Markup& svg, const Scale& x, double bottom) {
  for (const auto tick : powers_of_two_between(x.low, x.high)) {
    svg.add(R"(<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="{}" y2="{:.1f}"/>)", tick == 1 ? "unit" : "grid",
            x(tick), x(tick), top - 6, bottom);
    svg.add(R"(<text class="tick" x="{:.1f}" y="{}">{}×</text>)", x(tick), top - 10,
            tick < 1 ? "1/" + tick_text(1 / tick) : tick_text(tick));
  }
}

void add_bar(Markup& svg, const Row& row, const Scale& x, double y, std::size_t colour, bool leads) {
  const auto& speedup = *row.speedup.estimate;
  const auto from = x(1), to = x(speedup.value), middle = y + bar_height / 2;
  if (row.id.runtime == "serial") {  // the line itself; its time says what 1 is
    svg.add(R"(<circle class="c{}" cx="{:.1f}" cy="{:.1f}" r="4"/>)", colour, from, middle);
    svg.add(R"(<text class="range" x="{}" y="{:.1f}">{}</text>)", plot_right + 8, middle,
            seconds_text(row.seconds->value));
    return;
  }
  svg.add(R"(<rect class="c{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{}" rx="1.5"/>)", colour,
          std::min(from, to), y, std::max(std::abs(to - from), 1.0), bar_height);
  if (speedup.interval) {
    const auto low = x(speedup.interval->low), high = x(speedup.interval->high);
    svg.add(R"(<path class="whisker" d="M{:.1f} {:.1f}H{:.1f}M{:.1f} {:.1f}v6M{:.1f} {:.1f}v6"/>)", low,
            middle, high, low, middle - 3, high, middle - 3);
  }
  if (speedup.value < x.low)  // the bar goes on: a gap near its end, as in a broken axis
    svg.add(R"(<path class="cut" d="M{:.1f} {:.1f}h4l-4 {}h-4z"/>)", x.from + 10, y - 1, bar_height + 2);
  svg.add(R"(<text class="number{}" x="{}" y="{:.1f}">{}</text>)", leads ? " leads" : "", number_right,
          middle, ratio_text(speedup.value));
  if (speedup.interval)
    svg.add(R"(<text class="range" x="{}" y="{:.1f}">{}</text>)", number_right + 6, middle,
            ratio_range_text(speedup.interval->low, speedup.interval->high));
}

// A cell without a speed-up: what it is instead, in place of the bar.
void add_reason(Markup& svg, const Row& row, double y) {
  const auto message =
      row.face == Face::value ? seconds_text(row.seconds->value) + ", " + row.speedup.reason : row.message;
  svg.add(R"(<text class="{}" x="{}" y="{:.1f}">{}</text>)", is_failure(row.face) ? "failure" : "reason",
          plot_left + 4, y + bar_height / 2, shortened(message, longest_message));
}

}  // namespace

Markup bar_chart(const Case& one, const KernelView& kernel, const Views& views) {
  const auto x = axis_of(kernel, views);
  Markup rows;
  double y = top;
  const std::string* last_runtime = nullptr;
  for (const auto index : one.rows) {
    const auto& row = views.rows[index];
    const bool same_runtime = last_runtime && *last_runtime == row.id.runtime;
    if (last_runtime && !same_runtime) y += group_gap;
    last_runtime = &row.id.runtime;
    rows.add(R"(<a href="#cell-{}"><title>{}</title>)", index, described(row));
    if (!same_runtime)
      rows.add(R"(<text class="who" x="0" y="{:.1f}">{}</text>)", y + bar_height / 2,
               shortened(row.id.runtime, longest_runtime));
    rows.add(R"(<text class="workers" x="{}" y="{:.1f}">{}</text>)", workers_right, y + bar_height / 2,
             std::to_string(row.id.workers.value_or(1)));
    const bool leads = std::find(one.leaders.begin(), one.leaders.end(), index) != one.leaders.end();
    if (row.speedup.estimate)
      add_bar(rows, row, x, y, colour_of(row.id.runtime, views), leads);
    else
      add_reason(rows, row, y);
    rows.add("</a>");
    y += row_height;
  }
  Markup svg;
  svg.add(R"(<svg viewBox="0 0 {} {}" role="group" aria-label="Speed-up of {} against serial, {}">)", width,
          y + 2, kernel.kernel, described(one));
  svg.add(R"(<text class="head" x="{}" y="{}">workers</text>)", workers_right, top - 10);
  add_axis(svg, x, y - 2);
  svg.add("{}</svg>", rows);
  return svg;
}

}  // namespace parallax::reports::html
