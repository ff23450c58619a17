// SPDX-License-Identifier: MIT
// The order of the run: every visit of the cells that matter against the time at which it began. A slope or a
// step that all arms share is the machine's doing.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "reports/gate/comparison_wording.hpp"
#include "reports/html/gate_parts.hpp"
#include "reports/html/gate_section.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

using gate::Arm;
using gate::Verdict;
using gate::Visit;

constexpr double top = 12, bottom = 150, height = 172;
constexpr double least_stolen = 0.1;  // that half of the height stands for

bool matters(Verdict verdict) {
  constexpr std::array those{Verdict::regression, Verdict::slower, Verdict::improvement, Verdict::invalid,
                             Verdict::inconclusive};
  return std::find(those.begin(), those.end(), verdict) != those.end();
}

std::string look_of_arm(Arm arm) { return "arm-" + std::string(gate::arm_name(arm)); }

std::string words_of(const Visit& visit, double seconds) {
  auto text = fmt::format("{}, stage {}, round {}: {} after {:.1f} s", gate::arm_name(visit.arm), visit.stage,
                          visit.round + 1, visit.failure.empty() ? seconds_text(seconds) : visit.failure,
                          visit.started);
  if (visit.stolen > 0) text += "; stolen " + gate::share_text(visit.stolen);
  if (visit.throttled) text += "; throttled";
  if (visit.excluded) text += "; excluded";
  return plain(text);
}

class RunOrder {
 public:
  RunOrder(const gate::CellOutcome& cell, const std::vector<const Visit*>& visits)
      : cell_(cell), visits_(visits) {
    double first = std::numeric_limits<double>::infinity(), last = 0, fastest = first, slowest = 0;
    for (const auto* visit : visits_) {
      first = std::min(first, visit->started);
      last = std::max(last, visit->started);
      most_stolen_ = std::max(most_stolen_, std::min(1.0, visit->stolen));
      if (const auto seconds = seconds_of(*visit); seconds > 0) {
        fastest = std::min(fastest, seconds);
        slowest = std::max(slowest, seconds);
      }
    }
    if (!(slowest > 0)) fastest = slowest = 1;
    const auto margin = std::max(slowest - fastest, slowest * 1e-3) * 0.06;
    x_ = {first, std::max(last, first + 0.1), 2, 98, false};
    y_ = {fastest - margin, slowest + margin, bottom - 4, top + 4, false};
  }

  Markup figure() const {
    Markup html;
    html.add(
        "<figure class=\"gate-order\"><figcaption><h4><span class=\"{}\">{}{}</span> "
        "<code>{}</code></h4></figcaption>\n",
        look_of(cell_.verdict), small_mark(look_of(cell_.verdict), shape_of(cell_.verdict)),
        verdict_name(cell_.verdict), plain(cell_.name));
    html.add("<div class=\"gate-plot\">");
    const auto* unit = add_y_axis(html);
    html.add(R"(<svg class="gate-xy" height="{}" role="img" aria-label="{}">)", height,
             plain(fmt::format("Time of every visit of {} in {} against when it began, in seconds",
                               cell_.name, unit)));
    add_grid(html);
    add_visits(html);
    html.add("</svg></div>\n");
    return html.add(
        "<p class=\"note\">Time of an iteration in {} against seconds since the start{}.</p></figure>\n",
        unit,
        most_stolen_ > 0
            ? fmt::format("; bars from below: stolen time, at most {}", gate::share_text(most_stolen_))
            : "");
  }

 private:
  static double seconds_of(const Visit& visit) {
    const auto seconds = visit.failure.empty() ? gate::value_of(visit, gate::Metric::wall) : 0;
    return std::isfinite(seconds) ? seconds : 0;
  }

  RoundTicks y_ticks(const TimeUnit& unit) const {
    return round_ticks(y_.low / unit.seconds, y_.high / unit.seconds, 6);
  }

  const char* add_y_axis(Markup& html) const {
    const auto unit = time_unit(y_.high);
    const auto ticks = y_ticks(unit);
    html.add(R"(<svg class="gate-y" width="58" height="{}" aria-hidden="true">)", height);
    for (const auto value : ticks.values)
      html.add(R"(<text x="54" y="{:.1f}">{:.{}f}</text>)", y_(value * unit.seconds) + 4, value,
               ticks.digits);
    html.add("</svg>");
    return unit.name;
  }

  void add_grid(Markup& svg) const {
    const auto unit = time_unit(y_.high);
    for (const auto value : y_ticks(unit).values)
      svg.add(R"(<line class="grid" x1="0" x2="100%" y1="{0:.1f}" y2="{0:.1f}"/>)", y_(value * unit.seconds));
    const auto ticks = round_ticks(x_.low, x_.high, 5);
    for (const auto value : ticks.values) {
      const auto at = x_(value);
      svg.add(R"(<line class="tick" x1="{0:.2f}%" x2="{0:.2f}%" y1="{1}" y2="{2}"/>)", at, bottom,
              bottom + 4);
      svg.add(R"(<text class="{}" x="{:.2f}%" y="{}">{:.{}f}</text>)",
              at < 6    ? "first"
              : at > 94 ? "last"
                        : "",
              at, bottom + 17, value, ticks.digits);
    }
    svg.add(R"(<line class="tick" x1="0" x2="100%" y1="{0}" y2="{0}"/>)", bottom);
    // From here on the cell is measured again.
    for (const auto* visit : visits_)
      if (visit->stage == 2) {
        svg.add(
            R"(<line class="stage" x1="{0:.2f}%" x2="{0:.2f}%" y1="{1}" y2="{2}"><title>From here on it was measured again</title></line>)",
            std::max(0.0, x_(visit->started) - 0.6), top, bottom);
        break;
      }
  }

  void add_visits(Markup& svg) const {
    for (const auto* visit : visits_)
      if (visit->stolen > 0) {
        const auto tall =
            std::min(1.0, visit->stolen / std::max(least_stolen, most_stolen_)) * (bottom - top) / 2;
        svg.add(R"(<rect class="stolen" x="{:.2f}%" width="0.8%" y="{:.1f}" height="{:.1f}"/>)",
                x_(visit->started) - 0.4, bottom - tall, tall);
      }
    for (const auto* visit : visits_) {
      const auto seconds = seconds_of(*visit);
      if (seconds > 0)
        add_mark(svg, x_(visit->started), fmt::format("{:.1f}", y_(seconds)),
                 look_of_arm(visit->arm) + (visit->excluded ? " excluded" : ""), shape_of(visit->arm),
                 words_of(*visit, seconds));
      else
        add_mark(svg, x_(visit->started), fmt::format("{}", bottom - 8), "v-invalid",
                 shape_of(Verdict::invalid), words_of(*visit, 0));
    }
  }

  const gate::CellOutcome& cell_;
  const std::vector<const Visit*>& visits_;
  Scale x_{0, 1, 2, 98, false}, y_{0, 1, 0, 1, false};
  double most_stolen_ = 0;
};

Markup key() {
  Markup html;
  html.add("<ul class=\"gate-chips gate-key\" aria-label=\"Key\">");
  for (const auto& [arm, name] : {std::pair(Arm::base, "base"), std::pair(Arm::head, "head"),
                                  std::pair(Arm::control, "control: base again")})
    html.add("<li>{}{}</li>\n", small_mark(look_of_arm(arm), shape_of(arm)), name);
  html.add("<li>{}excluded (hollow)</li>\n", small_mark("arm-base excluded", shape_of(Arm::base)));
  html.add("<li>{}failed</li>\n", small_mark("v-invalid", shape_of(Verdict::invalid)));
  return html.add("</ul>\n");
}

}  // namespace

Markup gate_run_order(const gate::Comparison& comparison) {
  std::vector<std::size_t> shown;
  std::size_t all = 0;
  std::vector<std::vector<const Visit*>> visits(comparison.cells.size());
  for (const auto& visit : comparison.visits) visits[visit.cell].push_back(&visit);
  for (const auto index : by_gravity(comparison))
    if (matters(comparison.cells[index].verdict) && !visits[index].empty() && ++all <= most_run_orders)
      shown.push_back(index);
  Markup html;
  if (shown.empty()) return html;
  html.add(
      "<h3>In the order of the run</h3>\n<p class=\"how\">Every dot is a process of its own, at the time at "
      "which it "
      "began. Head and base that lie apart all the way are a difference of the programs; a slope or a step "
      "that both "
      "share is the machine’s. Right of the dashed line the cell was measured again, to confirm a suspicion "
      "or not.</p>\n{}<div "
      "class=\"panels\">\n",
      key());
  for (const auto index : shown) html.add("{}", RunOrder(comparison.cells[index], visits[index]).figure());
  html.add("</div>\n");
  if (all > shown.size())
    html.add("<p class=\"muted\">… and {} cells more, whose visits gate --json writes.</p>\n",
             all - shown.size());
  return html;
}

}  // namespace parallax::reports::html
