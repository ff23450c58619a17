// SPDX-License-Identifier: MIT
// Overheads: what a region, a claim, a start and a stop cost; and what Parallax itself costs beside the same
// work written by hand.
#include <algorithm>
#include <limits>

#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

using Part = std::optional<Estimate> Overhead::*;

struct Axis {
  double low = std::numeric_limits<double>::infinity(), high = 0;
};

Axis axis_of(const std::vector<Overhead>& overheads, Part part) {
  Axis axis;
  for (const auto& one : overheads)
    if (const auto& estimate = one.*part; estimate && estimate->point() > 0) {
      axis.low = std::min(axis.low, estimate->point() / 2);
      axis.high = std::max(axis.high, estimate->point());
    }
  return axis;
}

void add_overheads(Markup& html, const Views& views) {
  html.add(
      "<div class=\"scroll\"><table class=\"numbers\"><caption>Seconds; bars are logarithmic, each column on "
      "its own axis</caption>"
      "<thead><tr><th scope=\"col\">Runtime</th><th scope=\"col\" class=\"n\">Workers</th>"
      "<th scope=\"col\" class=\"n\">Region</th><th scope=\"col\" class=\"n\">Claim of a chunk</th>"
      "<th scope=\"col\" class=\"n\">Start</th><th scope=\"col\" "
      "class=\"n\">Stop</th></tr></thead><tbody>\n");
  for (const auto& one : views.overheads) {
    html.add(R"(<tr><th scope="row">{}</th><td class="n">{}</td>)", chip(one.runtime, views),
             count_text(one.workers));
    for (const Part part : {&Overhead::region, &Overhead::claim, &Overhead::start, &Overhead::stop}) {
      if (!(one.*part)) {
        add_empty(html);
        continue;
      }
      auto number = seconds_number(*(one.*part));
      const auto axis = axis_of(views.overheads, part);
      number.bar = log_share((one.*part)->point(), axis.low, axis.high);
      add_number(html, number);
    }
    html.add("</tr>\n");
  }
  html.add("</tbody></table></div>\n");
}

std::string reading(const Estimate& cost) {
  if (!cost.interval()) return "too few repetitions to tell";
  if (cost.surely_above(1)) return "the common interface is slower";
  if (cost.surely_below(1)) return "the common interface is faster";
  return "no difference seen";
}

void add_controls(Markup& html, const Views& views) {
  if (views.controls.empty()) return;
  html.add(
      "<div class=\"scroll kept\" tabindex=\"0\" role=\"region\" aria-label=\"Controls\"><table "
      "class=\"numbers "
      "sortable\">"
      "<caption>Our own layer: the same kernels written by hand on the bare library, and through the common "
      "interface "
      "of Parallax</caption>"
      "<thead><tr><th scope=\"col\">Control</th><th scope=\"col\" class=\"n\">By hand</th>"
      "<th scope=\"col\" class=\"n\">Through the common interface</th><th scope=\"col\" class=\"n\">Common "
      "interface / by hand</th>"
      "<th scope=\"col\">Reading</th></tr></thead><tbody>\n");
  for (const auto& control : views.controls) {
    const auto& by_hand = views.rows[control.by_hand];
    html.add(R"(<tr><th scope="row"><a href="#cell-{}">{}</a></th>)", control.by_hand, by_hand.name);
    for (const auto row : {std::optional(control.by_hand), control.by_interface}) {
      if (row && views.rows[*row].seconds)
        add_number(html, seconds_number(*views.rows[*row].seconds));
      else
        add_empty(html);
    }
    if (control.cost.estimate)
      add_number(html, ratio_number(*control.cost.estimate)),
          html.add("<td>{}</td></tr>\n", reading(*control.cost.estimate));
    else
      add_empty(html), html.add(R"(<td class="reason">{}</td></tr>)", control.cost.reason);
  }
  html.add("</tbody></table></div>");
}

}  // namespace

Markup overheads(const Views& views) {
  Markup html;
  if (views.overheads.empty())
    html.add("<p>Not measured. <code>./bench --benchmark_filter=empty</code> does that.</p>");
  else
    add_overheads(html, views);
  add_controls(html, views);
  return html;
}

}  // namespace parallax::reports::html
