// SPDX-License-Identifier: MIT
// Probes: what single mechanisms cost, a table for each load and each of its cases.
#include <algorithm>

#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "reports/wording.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

void add_heading(Markup& html, const ProbeView& probe, const ProbeCase& one, bool bytes) {
  html.add(
      "<div class=\"scroll\"><table class=\"numbers\"><caption>{} <small>{}</small></caption>"
      "<thead><tr><th scope=\"col\">Mechanism</th>"
      "<th scope=\"col\" class=\"n\">Time per item</th><th scope=\"col\" class=\"n\">CPU per item</th>",
      probe.name, one.text);
  if (bytes) html.add("<th scope=\"col\" class=\"n\">Throughput</th>");
  for (const auto& counter : probe.counters) html.add("<th scope=\"col\" class=\"n\">{}</th>", counter);
  html.add("</tr></thead><tbody>\n");
}

void add_row(Markup& html, const ProbeView& probe, const Row& row, std::size_t index, bool bytes) {
  html.add(R"(<tr><th scope="row">{}</th>)", row.id.runtime);
  const auto seconds = seconds_per_item(row);
  if (!seconds) {
    add_status(html, row, index);
    for (std::size_t i = 0; i < probe.counters.size() + (bytes ? 2 : 1); ++i) add_empty(html);
    html.add("</tr>\n");
    return;
  }
  auto number = seconds_number(*seconds);
  number.row = index;
  add_number(html, number);
  const auto items = static_cast<double>(std::max<std::int64_t>(row.id.size.value_or(1), 1));
  if (row.cpu_seconds)
    add_number(html, {seconds_text(*row.cpu_seconds / items), {}, {}, {}, {}, {}});
  else
    add_empty(html);
  if (bytes) {
    if (const auto* rate = row.counter("bytes_per_second"))
      add_number(html, {bytes_text(rate->value) + "/s", {}, {}, {}, {}, {}});
    else
      add_empty(html);
  }
  for (const auto& name : probe.counters) {
    if (const auto* counter = row.counter(name))
      add_number(html, {counter_text(name, counter->value), {}, {}, {}, {}, {}});
    else
      add_empty(html);
  }
  html.add("</tr>\n");
}

}  // namespace

Markup probes(const Views& views) {
  Markup html;
  std::size_t all = 0;
  for (const auto& probe : views.probes) {
    for (const auto& one : probe.cases) {
      if (++all > most_works) continue;
      const bool bytes = std::any_of(one.rows.begin(), one.rows.end(), [&](std::size_t index) {
        return views.rows[index].counter("bytes_per_second");
      });
      add_heading(html, probe, one, bytes);
      for (const auto index : one.rows) add_row(html, probe, views.rows[index], index, bytes);
      html.add("</tbody></table></div>\n");
    }
  }
  add_left_out(html, all, std::min(all, most_works), "tables");
  return html;
}

}  // namespace parallax::reports::html
