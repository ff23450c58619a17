// SPDX-License-Identifier: MIT
#include "reports/html/gate_parts.hpp"

#include <algorithm>
#include <cmath>

#include "reports/gate/comparison_wording.hpp"
#include "reports/text/plain.hpp"

namespace parallax::reports::html {
namespace {

using gate::Verdict;

constexpr double axis_height = 18;
constexpr std::size_t many_rows = 15;                   // below which the axis is repeated
constexpr double left_percent = 3, right_percent = 97;  // labels at the ends need room
constexpr double label_percent = 15;                    // of a telephone's width
constexpr double least_ratio = 0.1, most_ratio = 10;    // what is beyond is drawn at the end

constexpr const char *to_the_right = "M-4-5.5L6.5 0L-4 5.5Z", *to_the_left = "M4-5.5L-6.5 0L4 5.5Z",
                     *upwards = "M0-6L5.5 4.5L-5.5 4.5Z",
                     *disc = "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0Z", *diamond = "M0-6L6 0L0 6L-6 0Z",
                     *square = "M-4.5-4.5H4.5V4.5H-4.5Z", *cross = "M-4.5-4.5L4.5 4.5M4.5-4.5L-4.5 4.5",
                     *plus = "M0-5.5V5.5M-5.5 0H5.5", *dash = "M-5 0H5", *two_dashes = "M-5-2.5H5M-5 2.5H5";

Markup axis_of(const Scale& scale, const std::vector<StripTick>& ticks, const std::string& caption) {
  Markup html;
  html.add(
      R"(<div class="gate-row gate-axis"><span class="gate-name">{}</span><svg height="{}" aria-hidden="true">)",
      caption, axis_height);
  for (const auto& tick : ticks)
    html.add(R"(<text x="{:.2f}%" y="{}">{}</text>)", scale(tick.value), axis_height - 5, tick.label);
  html.add("</svg><span class=\"gate-number\"></span></div>\n");
  return html;
}

}  // namespace

std::string plain(std::string_view raw) { return text::printable(raw); }

std::string look_of(Verdict verdict) {
  if (verdict == Verdict::fails_alike) return "v-fails_in_both v-left_out";  // in the colours of the latter
  return "v-" + std::string(gate::verdict_key(verdict));
}

const char* shape_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::regression:
      return to_the_right;
    case Verdict::slower:
      return upwards;
    case Verdict::improvement:
      return to_the_left;
    case Verdict::no_change:
      return disc;
    case Verdict::inconclusive:
      return diamond;
    case Verdict::observed:
      return square;
    case Verdict::invalid:
      return cross;
    case Verdict::error:
      return plus;
    case Verdict::identical:
      return two_dashes;
    default:
      return dash;
  }
}

const char* shape_of(gate::Arm arm) {
  return arm == gate::Arm::base ? disc : arm == gate::Arm::head ? upwards : square;
}

Markup small_mark(const std::string& look, const char* shape) {
  Markup html;
  html.add(R"(<svg class="gate-mark {}" viewBox="-7 -7 14 14" aria-hidden="true"><path d="{}"/></svg>)", look,
           shape);
  return html;
}

void add_mark(Markup& svg, double percent, const std::string& y, const std::string& look, const char* shape,
              const std::string& title) {
  svg.add(R"(<svg x="{:.2f}%" y="{}" class="{}"><path class="mark" d="{}">)", percent, y, look, shape);
  if (!title.empty()) svg.add("<title>{}</title>", title);
  svg.add("</path></svg>");
}

RoundTicks round_ticks(double low, double high, std::size_t most) {
  RoundTicks ticks;
  if (!(high > low) || !std::isfinite(high - low)) return ticks;
  const auto raw = (high - low) / static_cast<double>(most);
  const auto power = std::floor(std::log10(raw));
  auto step = std::pow(10, power + 1);
  for (const auto factor : {5.0, 2.0, 1.0})
    if (factor * std::pow(10, power) >= raw) step = factor * std::pow(10, power);
  ticks.digits = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
  for (auto number = std::ceil(low / step - 1e-9);
       number * step <= high * (1 + 1e-12) && ticks.values.size() <= most; ++number)
    ticks.values.push_back(number * step + 0.0);  // no -0
  return ticks;
}

std::vector<double> change_ticks(const Scale& scale) {
  std::vector<double> ticks{1};
  auto last = scale(1);
  for (const auto ratio : {1.01, 1.02, 1.05, 1.1, 1.2, 1.5, 2., 3., 5., 10.})
    if (ratio <= scale.high && scale(ratio) - last >= label_percent) {
      ticks.push_back(ratio);
      last = scale(ratio);
    }
  last = scale(1);
  for (const auto ratio : {0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.5, 0.3, 0.2, 0.1})
    if (ratio >= scale.low && last - scale(ratio) >= label_percent) {
      ticks.push_back(ratio);
      last = scale(ratio);
    }
  return ticks;
}

Scale ratio_scale(const std::vector<StripRow>& rows) {
  double low = 1 / 1.02, high = 1.02;
  for (const auto& row : rows)
    for (const auto end : {std::optional(row.value), row.low, row.high, row.band_low, row.band_high})
      if (end && gate::is_ratio(*end)) {
        low = std::min(low, *end);
        high = std::max(high, *end);
      }
  const auto margin = std::pow(high / low, 0.02);
  return {std::max(least_ratio, low / margin), std::min(most_ratio, high * margin), left_percent,
          right_percent, true};
}

std::vector<StripTick> ratio_ticks(const Scale& scale) {
  std::vector<StripTick> ticks;
  for (const auto ratio : change_ticks(scale)) {
    const auto percent = std::lround(100 * (ratio - 1));
    ticks.push_back(
        {ratio, percent == 0 ? "0" : fmt::format("{}{}\u00a0%", percent < 0 ? "−" : "+", std::abs(percent))});
  }
  return ticks;
}

Markup strips(const std::vector<StripRow>& rows, const Scale& scale, const std::vector<StripTick>& ticks,
              double zero, const std::string& caption) {
  Markup html;
  html.add("<div class=\"gate-strips\">\n{}", axis_of(scale, ticks, caption));
  for (const auto& row : rows) {
    html.add(R"(<div class="gate-row {}"><span class="gate-name"><code>{}</code></span>)", row.look,
             plain(row.name));
    html.add(R"(<svg role="img" aria-label="{}"><title>{}</title>)", row.title, row.title);
    if (row.band_low && row.band_high)
      html.add(R"(<rect class="band" x="{:.2f}%" y="0" width="{:.2f}%" height="100%"/>)",
               scale(*row.band_low), scale(*row.band_high) - scale(*row.band_low));
    for (const auto& tick : ticks)
      html.add(R"(<line class="{0}" x1="{1:.2f}%" x2="{1:.2f}%" y1="0" y2="100%"/>)",
               tick.value == zero ? "zero" : "grid", scale(tick.value));
    if (row.low && row.high)
      html.add(R"(<line class="interval" x1="{:.2f}%" x2="{:.2f}%" y1="50%" y2="50%"/>)", scale(*row.low),
               scale(*row.high));
    add_mark(html, scale(row.value), "50%", row.look, row.shape);
    html.add("</svg><span class=\"gate-number\">{} <small>{}</small></span></div>\n", row.number, row.small);
  }
  if (rows.size() > many_rows) html.add("{}", axis_of(scale, ticks, caption));
  html.add("</div>\n");
  return html;
}

}  // namespace parallax::reports::html
