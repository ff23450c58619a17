// SPDX-License-Identifier: MIT
// Slope charts: the times of one kernel under each runtime, from result to result.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "reports/html/parts.hpp"
#include "reports/html/scale.hpp"
#include "reports/html/sections_differences.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

constexpr double slope_width = 460, slope_top = 30, label_step = 14, left_labels = 74, right_labels = 168,
                 least_slope_height = 170;
constexpr std::size_t longest_slope_name = 20;

// Where labels stand if each is as near to its line as the others let it.
std::vector<double> spread(const std::vector<double>& wanted, double top, double bottom) {
  std::vector<std::size_t> order(wanted.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
  std::vector<double> places(wanted.size());
  double next = top;
  for (const auto one : order) {
    places[one] = std::max(wanted[one], next);
    next = places[one] + label_step;
  }
  double last = bottom;
  for (auto one = order.rbegin(); one != order.rend(); ++one) {
    places[*one] = std::min(places[*one], last);
    last = places[*one] - label_step;
  }
  return places;
}

bool reaches_one(const GroupDifference& group) {
  return std::any_of(group.means.begin(), group.means.end(), [](const std::optional<Estimate>& mean) {
    return !mean || !mean->surely_differs_from(1);
  });
}

Markup slope_picture(const std::string& kernel, const std::vector<const GroupDifference*>& lines,
                     const Differences& found, const Views& first) {
  double low = lines.front()->seconds.front(), high = low;
  for (const auto* line : lines)
    for (const auto seconds : line->seconds) low = std::min(low, seconds), high = std::max(high, seconds);
  const auto bottom =
      slope_top + std::max(least_slope_height, label_step * static_cast<double>(lines.size()));
  const Scale down{low, std::max(high, low * 1.0001), bottom - 6, slope_top + 6, true};  // fast is below
  const auto axes = found.results.size();
  const auto x_of = [&](std::size_t k) {
    return left_labels + static_cast<double>(k) * (slope_width - left_labels - right_labels) /
                             static_cast<double>(axes - 1);
  };
  std::vector<double> starts, ends;
  for (const auto* line : lines) {
    starts.push_back(down(line->seconds.front()));
    ends.push_back(down(line->seconds.back()));
  }
  const auto left = spread(starts, slope_top + 4, bottom), right = spread(ends, slope_top + 4, bottom);

  Markup svg;
  svg.add(R"(<figure class="slope"><figcaption><h3>{}</h3></figcaption>
<svg viewBox="0 0 {} {}" role="img" aria-label="Times of {} under {} runtimes; the table of all cells has the numbers">)",
          kernel, slope_width, bottom + 8, kernel, lines.size());
  for (std::size_t k = 0; k < axes; ++k) {
    svg.add(R"(<path class="axis" d="M{:.1f} {}V{}"/>)", x_of(k), slope_top, bottom);
    const bool is_outer = k == 0 || k + 1 == axes;  // names of the outer axes have the room of their labels
    svg.add(R"(<text class="name{}" x="{:.1f}" y="14">{}</text>)", is_outer ? "" : " middle",
            k == 0 ? 4 : x_of(k) - (is_outer ? 8 : 0), shortened(found.results[k].name, axes == 2 ? 22 : 12));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& line = *lines[i];
    const auto colour = look_of(line.runtime, first).colour;
    std::string path, means;
    for (std::size_t k = 0; k < axes; ++k) {
      path += fmt::format("{}{:.1f} {:.1f}", k == 0 ? "M" : "L", x_of(k), down(line.seconds[k]));
      means +=
          fmt::format("{}{} {}", k == 0 ? "" : ", ", found.results[k].name, seconds_text(line.seconds[k]));
    }
    svg.add(R"(<g class="c{}{}"><title>{}: {}</title><path class="line" d="{}"/>)", colour,
            reaches_one(line) ? " open" : "", line.runtime, means, path);
    for (std::size_t k = 0; k < axes; ++k)
      svg.add(R"(<circle cx="{:.1f}" cy="{:.1f}" r="3"/>)", x_of(k), down(line.seconds[k]));
    svg.add(
        R"(<path class="leader" d="M{:.1f} {:.1f}l-8 {:.1f}"/><text class="end" x="{:.1f}" y="{:.1f}">{}</text>)",
        x_of(0) - 3, starts[i], left[i] - starts[i], x_of(0) - 13, left[i] + 4,
        seconds_text(line.seconds.front()));
    svg.add(
        R"(<path class="leader" d="M{:.1f} {:.1f}l8 {:.1f}"/><text x="{:.1f}" y="{:.1f}">{} {}</text></g>)",
        x_of(axes - 1) + 3, ends[i], right[i] - ends[i], x_of(axes - 1) + 13, right[i] + 4,
        seconds_text(line.seconds.back()), shortened(line.runtime, longest_slope_name));
  }
  return svg.add("</svg></figure>\n");
}

}  // namespace

Markup slopes(const Differences& found, const Views& first) {
  Markup html;
  for (const auto& kernel : found.kernels) {
    std::vector<const GroupDifference*> lines;
    for (const auto& group : found.groups)
      if (group.kernel == kernel.kernel && !group.seconds.empty()) lines.push_back(&group);
    if (!lines.empty()) html.add("{}", slope_picture(kernel.kernel, lines, found, first));
  }
  Markup whole;
  if (!html.empty()) whole.add("<div class=\"panels slopes\">\n{}</div>\n", html);
  return whole;
}

}  // namespace parallax::reports::html
