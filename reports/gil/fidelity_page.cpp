// SPDX-License-Identifier: MIT
#include "reports/gil/fidelity_page.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <set>

#include "reports/gil/fidelity_text.hpp"
#include "reports/html/markup.hpp"
#include "reports/html/scale.hpp"

namespace parallax::reports::gil {
namespace {

using html::Markup;
using html::Scale;

constexpr double width = 640, left = 64, right = 470, top = 16, bottom = 280, label_gap = 17;

constexpr const char* style = R"(
:root { color-scheme: light dark; --paper: #fcfcfa; --card: #fff; --ink: #1d2129; --muted: #646b77; --rule: #e2e3df;
  --emulation: #2f6fde; --real: #c4570c; --model: #7d848f; }
@media (prefers-color-scheme: dark) { :root { --paper: #14161a; --card: #1b1e24; --ink: #e7e9ed; --muted: #9aa2af;
  --rule: #2c3038; --emulation: #6ea1ff; --real: #f0954c; --model: #8d95a1; } }
body { margin: 0 auto; max-width: 960px; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .3rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem; }
p, .muted { color: var(--muted); max-width: 75ch; margin: .2rem 0 .8rem; }
figure { margin: 0 0 1rem; background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: .6rem .9rem; }
figcaption { color: var(--muted); font-size: .9rem; }
svg { display: block; width: 100%; max-width: 46rem; height: auto; }
svg text { font-size: 12px; fill: var(--ink); dominant-baseline: central; }
svg .tick { fill: var(--muted); text-anchor: middle; } svg .y { text-anchor: end; } svg .head { fill: var(--muted); }
.grid { stroke: var(--rule); } .emulation { stroke: var(--emulation); fill: var(--emulation); }
.real { stroke: var(--real); fill: var(--real); } .model { stroke: var(--model); fill: var(--model); }
path { fill: none !important; stroke-width: 1.75; } path.model { stroke-dasharray: 5 4; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .75rem; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th { color: var(--muted); font-weight: 500; }
)";

// A line of a chart: its class, its name, and where it has points.
struct Point {
  double x, y;
  std::optional<Interval> interval{};
};
struct Line {
  const char* look;
  std::string name;
  std::vector<Point> points;
};

Point point_of(double x, const Estimate& estimate) { return {x, estimate.point(), estimate.interval()}; }

// Both locks and, where there is one, the model, over whatever `x` says of a row.
std::vector<Line> lines_of(const std::vector<Pair>& pairs, const std::function<double(const Pair&)>& x) {
  std::vector<Line> lines{{"model", "model", {}}, {"emulation", "emulation", {}}, {"real", "CPython", {}}};
  for (const Pair& pair : pairs) {
    if (pair.model) lines[0].points.push_back({x(pair), *pair.model});
    lines[1].points.push_back(point_of(x(pair), pair.emulation));
    lines[2].points.push_back(point_of(x(pair), pair.real));
  }
  if (lines[0].points.empty()) lines.erase(lines.begin());
  return lines;
}

struct Axis {
  std::string name;
  bool logarithmic;
  std::function<std::string(double)> tick;
};

std::vector<double> powers_of_ten(double low, double high) {
  std::vector<double> powers;
  const int last = static_cast<int>(std::ceil(std::log10(high)));
  for (int exponent = static_cast<int>(std::floor(std::log10(low))); exponent <= last; ++exponent)
    powers.push_back(std::pow(10, exponent));
  return powers;
}

Markup chart(const std::vector<Line>& lines, const Axis& across) {
  std::set<double> xs;
  double low = lines[0].points[0].y, high = low;
  for (const Line& line : lines) {
    for (const Point& point : line.points) {
      xs.insert(point.x);
      low = std::min(low, point.interval ? point.interval->low : point.y);
      high = std::max(high, point.interval ? point.interval->high : point.y);
    }
  }
  const auto ticks = powers_of_ten(low, high);
  const Scale x{*xs.begin(), *xs.rbegin(), left + 16, right - 10, across.logarithmic};
  const Scale y{ticks.front(), ticks.back(), bottom, top, true};
  Markup svg;
  svg.add(
      R"(<svg viewBox="0 0 {} {}" role="img" aria-label="Rates per second against {}; the table below has the numbers">)",
      width, bottom + 34, across.name);
  for (const double tick : ticks) {
    svg.add(R"(<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>)", left, right, y(tick), y(tick));
    svg.add(R"(<text class="tick y" x="{}" y="{:.1f}">{}</text>)", left - 6, y(tick), rate_text(tick));
  }
  svg.add(R"(<text class="head" x="4" y="{}">/s</text>)", top);
  for (const double at : xs)
    svg.add(R"(<text class="tick" x="{:.1f}" y="{}">{}</text>)", x(at), bottom + 16, across.tick(at));
  svg.add(R"(<text class="head" x="{}" y="{}">{}</text>)", right + 30, bottom + 16, across.name);

  double label = top - label_gap;
  std::vector<const Line*> by_height;
  for (const Line& line : lines) by_height.push_back(&line);
  std::sort(by_height.begin(), by_height.end(),
            [](const Line* a, const Line* b) { return a->points.back().y > b->points.back().y; });
  for (const Line* line : by_height) {
    std::string path;
    for (const Point& point : line->points) {
      path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? 'M' : 'L', x(point.x), y(point.y));
      if (const auto& interval = point.interval)
        svg.add(R"(<path class="{}" d="M{:.1f} {:.1f}V{:.1f}"/>)", line->look, x(point.x), y(interval->low),
                y(interval->high));
      svg.add(R"(<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="3.5"><title>{}: {}/s</title></circle>)",
              line->look, x(point.x), y(point.y), line->name, rate_text(point.y));
    }
    svg.add(R"(<path class="{}" d="{}"/>)", line->look, path);
    label = std::max(label + label_gap, std::min(y(line->points.back().y), bottom - 2 * label_gap));
    svg.add(R"(<circle class="{}" cx="{}" cy="{:.1f}" r="4"/>)", line->look, right + 14, label);
    svg.add(R"(<text x="{}" y="{:.1f}">{}</text>)", right + 24, label, line->name);
  }
  svg.add("</svg>");
  return svg;
}

Markup table_of(const std::vector<Pair>& pairs, const char* threads) {
  Markup rows;
  for (const Pair& pair : pairs) {
    rows.add(R"(<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>)",
             interval_text(pair.interval_seconds), pair.threads, rate_text(pair.emulation),
             rate_text(pair.real), ratio_text(pair.ratio), pair.model ? rate_text(*pair.model) : "–",
             verdict_text(pair));
  }
  Markup table;
  table.add(R"(<div class="scroll"><table><thead><tr><th>switch interval</th><th>{}</th><th>emulation /s</th>
<th>CPython /s</th><th>ratio</th><th>model /s</th><th>verdict</th></tr></thead><tbody>{}</tbody></table></div>
)",
            threads, rows);
  return table;
}

std::vector<Pair> those(const std::vector<Pair>& pairs, const std::function<bool(const Pair&)>& wanted) {
  std::vector<Pair> some;
  std::copy_if(pairs.begin(), pairs.end(), std::back_inserter(some), wanted);
  return some;
}

}  // namespace

std::string page(const Fidelity& fidelity, const std::vector<Results>& files) {
  constexpr double usual = 5e-3;
  Markup body;
  const auto figure = [&](const std::vector<Pair>& pairs, const Axis& across, auto x, const char* caption) {
    if (pairs.size() < 2) return;
    body.add("<figure>{}<figcaption>{}</figcaption></figure>\n", chart(lines_of(pairs, x), across), caption);
  };
  const auto is_usual = [](const Pair& pair) { return std::abs(pair.interval_seconds - usual) < 1e-9; };
  const Axis threads{"threads that compute", false, [](double count) { return fmt::format("{:g}", count); }};
  const Axis intervals{"switch interval", true, [](double seconds) { return interval_text(seconds); }};
  const auto count = [](const Pair& pair) { return static_cast<double>(pair.threads); };
  const auto interval = [](const Pair& pair) { return pair.interval_seconds; };

  body.add(R"(<h2>Requests of one thread while others compute</h2>
<p>The convoy: a thread that waits gives the lock away twice per request, and has to ask for it back twice. The model
is 1/(t + 2 × interval × threads), t being the time of a request when nobody computes.</p>
)");
  figure(those(fidelity.convoy, is_usual), threads, count,
         "At a switch interval of 5 ms, CPython's default.");
  figure(those(fidelity.convoy, [](const Pair& pair) { return pair.threads == 1; }), intervals, interval,
         "With one thread that computes.");
  body.add("{}", table_of(fidelity.convoy, "compute"));
  body.add(R"(<h2>Threads that compute</h2>
<p>Items of <code>spin</code> per second, of all threads together: under either lock more threads get no more done.</p>
{})",
           table_of(fidelity.computing, "threads"));

  Markup text;
  text.add(R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parallax: the emulated lock and the real one</title><style>{}</style></head><body>
<h1>The emulated lock and the real one</h1>
)",
           Markup::trusted(style));
  const Source& source = files.at(0).sources.at(0);
  text.add(
      R"(<p>{}, {} usable CPUs, {}, commit {}, {}. Medians with 95 % intervals; every repetition is a process
of its own, both locks in random order in the same run.</p>
)",
      source["cpu_model"], source["usable_cpus"], source["compiler"], source["commit"], source["date"]);
  text.add("{}</body></html>\n", body);
  return text.text();
}

}  // namespace parallax::reports::gil
