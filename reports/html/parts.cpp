// SPDX-License-Identifier: MIT
#include "reports/html/parts.hpp"

#include <algorithm>
#include <cmath>

#include "reports/estimate_text.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {

Look look_of(const std::string& runtime, const Views& views) {
  if (runtime == "serial") return {0, 0};
  const auto& all = views.looks;
  auto place = static_cast<std::size_t>(std::find(all.begin(), all.end(), runtime) - all.begin());
  if (!all.empty() && all.front() == "serial") --place;
  const auto colour = 1 + place % (colours - 1);
  return {colour, (colour + place / (colours - 1)) % shapes};
}

Markup chip(const std::string& runtime, const Views& views) {
  const auto look = look_of(runtime, views);
  Markup html;
  html.add(R"(<span class="rt c{} s{}">{}</span>)", look.colour, look.shape, runtime);
  return html;
}

void add_number(Markup& html, const Number& number) {
  html.add(R"(<td class="n{}{}{}")", number.look.empty() ? "" : " ", number.look,
           number.bar ? fmt::format(" w{}", std::lround(100 * std::clamp(*number.bar, 0.0, 1.0))) : "");
  if (!number.title.empty()) html.add(R"( title="{}")", number.title);
  html.add(">");
  if (number.row)
    html.add(R"(<a href="#cell-{}">{}</a>)", *number.row, number.text);
  else
    html.add("{}", number.text);
  if (!number.range.empty()) html.add(" <small>{}</small>", number.range);
  html.add("</td>");
}

void add_empty(Markup& html, const std::string& reason) {
  if (reason.empty())
    html.add(R"(<td class="n none">–</td>)");
  else
    html.add(R"(<td class="n none" title="{}">–</td>)", reason);
}

std::string warnings_text(const std::vector<std::string>& warnings) {
  std::string text;
  for (const auto& warning : warnings) text += (text.empty() ? "" : "; ") + warning;
  return text;
}

Number ratio_number(const Estimate& estimate) {
  return {.text = ratio_text(estimate.point()),
          .range = ratio_interval_text(estimate),
          .title = warnings_text(estimate.warnings())};
}

Number seconds_number(const Estimate& estimate) {
  return {.text = seconds_text(estimate.point()),
          .range = seconds_interval_text(estimate),
          .title = warnings_text(estimate.warnings())};
}

void add_left_out(Markup& html, std::size_t all, std::size_t shown, const char* of_what) {
  if (all > shown)
    html.add(
        "<p class=\"muted\">… and {} {} more: see the table of all cells, or keep fewer with "
        "<code>report --filter</code>.</p>\n",
        all - shown, of_what);
}

void add_status(Markup& html, const Row& row, std::size_t index) {
  html.add(R"(<td class="{}" title="{}"><a href="#cell-{}">{}</a></td>)",
           is_failure(row.status) ? "failure" : "none", row.message, index, status_name(row.status));
}

double log_share(double value, double low, double high) {
  if (!(value > 0) || !(low > 0) || !(high > low)) return 0;
  return std::log(value / low) / std::log(high / low);
}

}  // namespace parallax::reports::html
