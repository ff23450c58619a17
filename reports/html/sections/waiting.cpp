// SPDX-License-Identifier: MIT
// Waiting work: how many per second with how many in flight, and how long each one took.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

bool sends_requests(const Work& work, const Views& views) {
  return std::any_of(work.rows.begin(), work.rows.end(),
                     [&](std::size_t index) { return views.rows[index].counter("requests_per_second"); });
}

// Requests where they are counted, else items.
const Estimate* rate_of(const Row& row) {
  const auto* requests = row.counter("requests_per_second");
  return requests ? requests : row.counter("items_per_second");
}

void add_rates(Markup& html, const Work& work, const Views& views) {
  std::set<std::int64_t> counts;
  std::map<std::string, std::map<std::int64_t, std::size_t>> found;
  double largest = 0;
  for (const auto index : work.rows) {
    const auto& row = views.rows[index];
    counts.insert(*row.id.workers);
    found[row.id.runtime][*row.id.workers] = index;
    if (const auto* rate = row.seconds ? rate_of(row) : nullptr) largest = std::max(largest, rate->point());
  }
  html.add(
      "<div class=\"scroll\"><table class=\"numbers\"><caption>{} <small>{}; per second, by workers in "
      "flight</small></caption>"
      "<thead><tr><th scope=\"col\">In flight</th>",
      work.kernel, described(work));
  for (const auto count : counts) html.add(R"(<th scope="col" class="n">{}</th>)", count_text(count));
  html.add("</tr></thead><tbody>\n");
  const char* unit = sends_requests(work, views) ? "requests" : "items";
  for (const auto& runtime : views.runtimes) {
    if (!found.count(runtime)) continue;
    html.add(R"(<tr><th scope="row">{}</th>)", chip(runtime, views));
    for (const auto count : counts) {
      const auto at = found[runtime].find(count);
      if (at == found[runtime].end()) {
        add_empty(html);
        continue;
      }
      const auto& row = views.rows[at->second];
      const auto* rate = rate_of(row);
      if (!rate)
        add_status(html, row, at->second);
      else
        add_number(html, {rate_text(rate->point(), unit), {}, rate->point() / largest, at->second, {}, {}});
    }
    html.add("</tr>\n");
  }
  html.add("</tbody></table></div>\n");
}

void add_latencies(Markup& html, const Work& work, const Views& views) {
  constexpr std::array columns{"latency_p50", "latency_p90", "latency_p99", "latency_max", "latency_mean"};
  html.add(
      "<div class=\"scroll\"><table class=\"numbers\"><caption>{} <small>{}; latency of a "
      "request</small></caption><thead><tr>"
      "<th scope=\"col\">Runtime</th><th scope=\"col\" class=\"n\">In flight</th><th scope=\"col\" "
      "class=\"n\">p50</th>"
      "<th scope=\"col\" class=\"n\">p90</th><th scope=\"col\" class=\"n\">p99</th><th scope=\"col\" "
      "class=\"n\">longest</th>"
      "<th scope=\"col\" class=\"n\">mean</th></tr></thead><tbody>\n",
      work.kernel, described(work));
  for (const auto index : work.rows) {
    const auto& row = views.rows[index];
    if (!row.counter("latency_p50")) continue;
    html.add(R"(<tr><th scope="row">{}</th><td class="n">{}</td>)", chip(row.id.runtime, views),
             count_text(*row.id.workers));
    for (const auto* column : columns) {
      if (const auto* estimate = row.counter(column))
        add_number(html, {seconds_text(estimate->point()), {}, {}, {}, {}, {}});
      else
        add_empty(html);
    }
    html.add("</tr>\n");
  }
  html.add("</tbody></table></div>\n");
}

}  // namespace

Markup waiting(const Views& views) {
  Markup html;
  std::size_t all = 0;
  for (const auto& work : views.works) {
    const bool requests = sends_requests(work, views);
    if (work.kind != WorkKind::waiting && !requests) continue;
    if (++all > most_works) continue;
    add_rates(html, work, views);
    if (requests) add_latencies(html, work, views);
  }
  if (all == 0) html.add("<p>No work of this run waits.</p>");
  add_left_out(html, all, std::min(all, most_works), "works");
  return html;
}

}  // namespace parallax::reports::html
