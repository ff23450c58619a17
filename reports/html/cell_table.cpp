// SPDX-License-Identifier: MIT
// `data-sort` holds the number behind a text; a cell without it sorts by its text, an empty one last. A cell
// without a value has its message in place of all numbers, which sorts last too.
#include "reports/html/cell_table.hpp"

#include "reports/html/wording.hpp"
#include "reports/units.hpp"

namespace parallax::reports::html {
namespace {

void add_count(Markup& html, const std::optional<std::int64_t>& count) {
  if (count)
    html.add(R"(<td class="n" data-sort="{}">{}</td>)", *count, count_text(*count));
  else
    html.add(R"(<td class="n"></td>)");
}

void add_number(Markup& html, const std::optional<double>& number, const std::string& text) {
  if (number)
    html.add(R"(<td class="n" data-sort="{}">{}</td>)", *number, text);
  else
    html.add(R"(<td class="n"></td>)");
}

void add_estimate(Markup& html, const Estimate& estimate, const std::string& value,
                  const std::string& range) {
  html.add(R"(<td class="n" data-sort="{}" title="{}">{})", estimate.value, sureness(estimate), value);
  html.add(" <small>{}</small></td>", range);
}

void add_seconds(Markup& html, const std::optional<Estimate>& found) {
  if (!found) {
    html.add(R"(<td class="n"></td>)");
    return;
  }
  const auto& interval = found->interval;
  add_estimate(html, *found, seconds_text(found->value),
               interval ? seconds_range_text(interval->low, interval->high) : "");
}

void add_ratio(Markup& html, const Ratio& ratio) {
  if (!ratio.estimate) {
    html.add(R"(<td class="n none" title="{}">–</td>)", ratio.reason);
    return;
  }
  const auto& interval = ratio.estimate->interval;
  add_estimate(html, *ratio.estimate, ratio_text(ratio.estimate->value),
               interval ? ratio_range_text(interval->low, interval->high) : "");
}

void add_row(Markup& html, const Row& row, std::size_t index) {
  const auto& id = row.id;
  html.add(R"(<tr id="cell-{}" data-name="{}"{}>)", index, row.name,
           Markup::trusted(is_failure(row.face) ? " class=\"failed\"" : ""));
  html.add(R"(<th scope="row" title="{}"><div>{}</div></th><td><div>{}{}</div></td>)", row.name, id.kernel,
           id.runtime, Markup::trusted(id.control ? " <small>by hand</small>" : ""));
  add_count(html, id.workers);
  add_count(html, id.size);
  add_count(html, id.grain);
  html.add("<td><div>{}</div></td>", parameters_text(id));
  if (row.face != Face::value) {
    html.add("<td class=\"{}\" colspan=\"7\">{}</td></tr>\n", is_failure(row.face) ? "failure" : "reason",
             row.message);
    return;
  }
  html.add("<td class=\"ok\">{}</td>", face_name(row.face));
  add_seconds(html, row.seconds);
  add_ratio(html, row.speedup);
  add_number(html, row.cores_used, row.cores_used ? fmt::format("{:.2f}", *row.cores_used) : "");
  if (row.items_per_second)
    add_number(html, row.items_per_second, rate_text(*row.items_per_second, "items"));
  else
    add_number(html, row.bytes_per_second,
               row.bytes_per_second ? bytes_text(*row.bytes_per_second) + "/s" : "");
  add_number(html, row.pss, row.pss ? bytes_text(*row.pss) : "");
  add_count(html, static_cast<std::int64_t>(row.repetitions));
  html.add("</tr>\n");
}

}  // namespace

Markup cell_table(const Views& views) {
  Markup html;
  html.add(R"(<table class="sortable" id="cells"><thead><tr>
<th scope="col">Kernel</th><th scope="col">Runtime</th><th scope="col" class="n">Workers</th>
<th scope="col" class="n">Size</th><th scope="col" class="n">Grain</th><th scope="col">Parameters</th>
<th scope="col">Status</th><th scope="col" class="n">Time</th><th scope="col" class="n">Speed-up</th>
<th scope="col" class="n" title="CPU time of all workers divided by wall time">CPU / wall</th>
<th scope="col" class="n">Throughput</th><th scope="col" class="n" title="Peak proportional set size">Memory</th>
<th scope="col" class="n" title="Repetitions, each a process of its own">Reps</th>
</tr></thead><tbody>
)");
  for (std::size_t index = 0; index < views.rows.size(); ++index) add_row(html, views.rows[index], index);
  html.add("</tbody></table>");
  return html;
}

Markup control_table(const Views& views) {
  Markup html;
  if (views.controls.empty()) {
    html.add(R"(<p class="hint">No hand-written control was measured in this run.</p>)");
    return html;
  }
  html.add(
      R"(<div class="scroll" tabindex="0" role="region" aria-label="Controls"><table class="sortable"><thead><tr>
<th scope="col">Control</th><th scope="col" class="n">By hand</th><th scope="col" class="n">Through the waist</th>
<th scope="col" class="n">Waist / by hand</th><th scope="col">Reading</th></tr></thead><tbody>
)");
  for (const auto& control : views.controls) {
    const auto& by_hand = views.rows[control.by_hand];
    html.add(R"(<tr><th scope="row"><a href="#cell-{}">{}</a></th>)", control.by_hand, by_hand.name);
    add_seconds(html, by_hand.seconds);
    add_seconds(html, control.by_waist ? views.rows[*control.by_waist].seconds : std::nullopt);
    add_ratio(html, control.cost);
    const auto& cost = control.cost.estimate;
    if (!cost)
      html.add(R"(<td class="reason">{}</td>)", control.cost.reason);
    else if (!cost->interval)
      html.add("<td>too few repetitions to tell</td>");
    else if (cost->interval->low > 1)
      html.add("<td>the waist is slower</td>");
    else if (cost->interval->high < 1)
      html.add("<td>the waist is faster</td>");
    else
      html.add("<td>no difference seen</td>");
    html.add("</tr>\n");
  }
  html.add("</tbody></table></div>");
  return html;
}

}  // namespace parallax::reports::html
