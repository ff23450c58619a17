// SPDX-License-Identifier: MIT
// Lines are named at their right end. A failed point breaks its line and is named in red below the plot.
#include "reports/html/line_chart.hpp"

#include <algorithm>
#include <set>

#include "reports/html/runtime_style.hpp"
#include "reports/html/scale.hpp"
#include "reports/html/wording.hpp"
#include "reports/units.hpp"

namespace parallax::reports::html {
namespace {

constexpr double width = 560, left = 40, right = 420, top = 12, bottom = 232, label_gap = 15,
                 line_height = 17, tick_gap = 36;
constexpr std::size_t longest_runtime = 16, longest_message = 84;

struct Axes {
  Scale x, y;
  std::vector<double> grains;
};

Axes axes_of(const KernelView& kernel, const Views& views) {
  double high = 1.2;
  std::set<double> grains;
  for (const auto& sweep : kernel.sweeps)
    for (const auto& line : sweep.lines)
      for (const auto index : line.rows) {
        const auto& row = views.rows[index];
        grains.insert(static_cast<double>(std::max<std::int64_t>(1, *row.id.grain)));
        if (const auto& found = row.speedup.estimate)
          high = std::max({high, found->value, found->interval ? found->interval->high : found->value});
      }
  return {{*grains.begin(), *grains.rbegin(), left + 10, right - 10, true},
          {0, high * 1.03, bottom, top},
          {grains.begin(), grains.end()}};
}

void add_axes(Markup& svg, const Axes& axes) {
  for (const auto tick : round_steps_to(axes.y.high)) {
    svg.add(R"(<line class="{}" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>)", tick == 1 ? "unit" : "grid",
            left, right, axes.y(tick), axes.y(tick));
    svg.add(R"(<text class="y tick" x="{}" y="{:.1f}">{}×</text>)", left - 6, axes.y(tick), tick_text(tick));
  }
  double last = -tick_gap;
  for (const auto grain : axes.grains) {
    if (axes.x(grain) - last < tick_gap) continue;
    last = axes.x(grain);
    svg.add(R"(<text class="tick" x="{:.1f}" y="{}">{}</text>)", last, bottom + 16, tick_text(grain));
  }
  svg.add(R"(<text class="x head" x="{}" y="{}">grain</text>)", right + 27, bottom + 16);
}

// The line through the values, their whiskers and dots. Returns the height at its right end.
double add_line(Markup& svg, const Line& line, const Axes& axes, const Views& views) {
  const auto colour = colour_of(line.runtime, views);
  std::string path;
  Markup marks;
  double last = axes.y(0);
  bool pen_down = false;
  for (const auto index : line.rows) {
    const auto& row = views.rows[index];
    const auto x = axes.x(static_cast<double>(std::max<std::int64_t>(1, *row.id.grain)));
    if (!row.speedup.estimate) {
      marks.add(
          R"(<a href="#cell-{}"><title>{}</title><path class="{}" d="M{:.1f} {:.1f}l8 8m0 -8l-8 8"/></a>)",
          index, described(row), is_failure(row.face) ? "cross failed" : "cross", x - 4, bottom - 12);
      pen_down = false;
      continue;
    }
    const auto& speedup = *row.speedup.estimate;
    last = axes.y(speedup.value);
    path += fmt::format("{}{:.1f} {:.1f}", pen_down ? 'L' : 'M', x, last);
    pen_down = true;
    marks.add(R"(<a href="#cell-{}"><title>grain {}, {}</title>)", index, count_text(*row.id.grain),
              described(row));
    if (speedup.interval)
      marks.add(R"(<path class="line c{}" d="M{:.1f} {:.1f}V{:.1f}"/>)", colour, x,
                axes.y(speedup.interval->low), axes.y(speedup.interval->high));
    marks.add(R"(<circle class="c{}" cx="{:.1f}" cy="{:.1f}" r="3"/></a>)", colour, x, last);
  }
  svg.add(R"(<path class="line c{}" d="{}"/>{})", colour, path, marks);
  return last;
}

struct Label {
  std::string runtime;
  double wanted, y;
};

// Pushes labels apart, downwards first, then back up where that ran out of the picture.
void part(std::vector<Label>& labels) {
  std::stable_sort(labels.begin(), labels.end(), [](auto& a, auto& b) { return a.wanted < b.wanted; });
  for (std::size_t i = 1; i < labels.size(); ++i)
    labels[i].y = std::max(labels[i].y, labels[i - 1].y + label_gap);
  double limit = bottom;
  for (auto label = labels.rbegin(); label != labels.rend(); ++label, limit -= label_gap)
    label->y = std::min(label->y, limit);
}

void add_labels(Markup& svg, std::vector<Label> labels, const Views& views) {
  part(labels);
  for (const auto& label : labels) {
    const auto colour = colour_of(label.runtime, views);
    svg.add(R"(<path class="leader" d="M{} {:.1f}L{} {:.1f}"/>)", right - 4, label.wanted, right + 12,
            label.y);
    svg.add(R"(<circle class="c{}" cx="{}" cy="{:.1f}" r="4"/>)", colour, right + 18, label.y);
    svg.add(R"(<text class="who" x="{}" y="{:.1f}">{}</text>)", right + 27, label.y,
            shortened(label.runtime, longest_runtime));
  }
}

// Everything that has no point, in words.
double add_reasons(Markup& svg, const Sweep& sweep, const Views& views) {
  auto y = bottom + 40;
  for (const auto& line : sweep.lines)
    for (const auto index : line.rows) {
      const auto& row = views.rows[index];
      if (row.speedup.estimate) continue;
      const auto reason = row.face == Face::value ? row.speedup.reason : row.message;
      svg.add(R"(<a href="#cell-{}"><text class="{}" x="0" y="{:.1f}">{}</text></a>)", index,
              is_failure(row.face) ? "failure" : "reason", y,
              shortened(fmt::format("{}, grain {}: {}", line.runtime, count_text(*row.id.grain), reason),
                        longest_message));
      y += line_height;
    }
  return y;
}

}  // namespace

Markup line_chart(const Sweep& sweep, const KernelView& kernel, const Views& views) {
  const auto axes = axes_of(kernel, views);
  Markup inner;
  add_axes(inner, axes);
  std::vector<Label> labels;
  for (const auto& line : sweep.lines) {
    const auto end = add_line(inner, line, axes, views);
    labels.push_back({line.runtime, end, end});
  }
  add_labels(inner, std::move(labels), views);
  const auto height = add_reasons(inner, sweep, views) - 10;
  Markup svg;
  svg.add(
      R"(<svg viewBox="0 0 {} {}" role="group" aria-label="Speed-up of {} against serial by grain, {}">{}</svg>)",
      width, height, kernel.kernel, described(sweep), inner);
  return svg;
}

}  // namespace parallax::reports::html
