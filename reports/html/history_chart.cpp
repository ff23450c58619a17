// SPDX-License-Identifier: MIT
#include "reports/html/history_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "reports/gate/instant.hpp"
#include "reports/html/scale.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

using gate::day_of;
using gate::HistorySeries;
using gate::percent_range_text;
using gate::percent_text;
using gate::short_commit;

constexpr double width = 440, height = 200, left = 52, right = 430, top = 32, bottom = 168, margin = 8;
constexpr double dates = bottom + 16;
constexpr std::array<double, 2> label_rows{22, 9};  // above the chart; neighbours take turns
constexpr double label_width = 54;
constexpr std::size_t longest_label = 10;
constexpr double least_span = 1.05;  // of the axis, as a factor: noise of half a percent should look small

struct Range {
  double low, high;
};

// Holds every ratio, and intervals as long as they do not press the ratios into a corner.
Range range_of(const HistorySeries& series) {
  Range values{series.points[0].ratio.value, series.points[0].ratio.value}, ends = values;
  for (const auto& point : series.points) {
    values = {std::min(values.low, point.ratio.value), std::max(values.high, point.ratio.value)};
    ends = {std::min(ends.low, point.ratio.low), std::max(ends.high, point.ratio.high)};
  }
  const auto room = std::max(values.high / values.low, least_span);
  Range range{std::max(ends.low, values.low / room), std::min(ends.high, values.high * room)};
  const auto missing = std::sqrt(std::max(1.0, least_span / (range.high / range.low)));
  return {range.low / missing, range.high * missing};
}

class Chart {
 public:
  explicit Chart(const HistorySeries& series)
      : series_(series), range_(range_of(series)), x_(across(series)), y_(upwards(range_)) {}

  Markup draw() {
    svg_.add(
        R"(<svg class="history" viewBox="0 0 {} {}" role="img" aria-label="Wall time of {} against {}: {} commits, {}; the table below has the numbers">)",
        width, height, series_.cell, short_commit(series_.reference), series_.points.size(),
        changes_text(series_.changes.size()));
    axes();
    intervals();
    steps();
    changes();
    points();
    gaps();
    svg_.add("</svg>");
    return std::move(svg_);
  }

 private:
  static Scale across(const HistorySeries& series) {
    auto first = series.points.front().place, last = series.points.back().place;
    for (const auto& gap : series.gaps) {
      first = std::min(first, gap.place);
      last = std::max(last, gap.place);
    }
    return {static_cast<double>(first), static_cast<double>(last), left + margin, right - margin};
  }
  static Scale upwards(const Range& range) {
    return {range.low, range.high, bottom - margin, top + margin, true};
  }
  static std::string changes_text(std::size_t count) {
    return count == 0 ? "no change" : fmt::format("{} {}", count, count == 1 ? "change" : "changes");
  }

  double x_of(std::size_t place) const { return x_(static_cast<double>(place)); }
  double x_of_point(std::size_t number) const { return x_of(series_.points[number].place); }
  // A change happened somewhere between two points.
  double x_of_change(std::size_t at) const { return (x_of_point(at - 1) + x_of_point(at)) / 2; }

  void axes() {
    for (const auto tick : percent_ticks(range_.low, range_.high)) {
      const bool is_equal = std::abs(tick - 1) < 1e-9;
      svg_.add(R"(<path class="{}" d="M{} {:.1f}H{}"/>)", is_equal ? "equal" : "grid", left, y_(tick), right);
      svg_.add(R"(<text class="tick y" x="{}" y="{:.1f}">{}</text>)", left - 5, y_(tick),
               percent_tick_text(tick));
    }
    svg_.add(R"(<text class="tick" x="{}" y="{}">{}</text>)", left, dates,
             day_of(series_.points.front().date));
    svg_.add(R"(<text class="tick y" x="{}" y="{}">{}</text>)", right, dates,
             day_of(series_.points.back().date));
    svg_.add(R"(<text class="tick middle" x="{}" y="{}">time against {}, log. scale</text>)",
             (left + right) / 2, dates, shortened(short_commit(series_.reference), 12));
  }

  void intervals() {
    std::string path;
    for (const auto& point : series_.points)
      if (point.ratio.low < point.ratio.high)
        path += fmt::format("M{:.1f} {:.1f}V{:.1f}", x_of(point.place), y_(point.ratio.low),
                            y_(point.ratio.high));
    if (!path.empty()) svg_.add(R"(<path class="interval" d="{}"/>)", path);
  }

  void steps() {
    const auto ratios = gate::segment_ratios(series_);
    std::string path;
    double from = left;
    for (std::size_t i = 0; i < ratios.size(); ++i) {
      const auto to = i < series_.changes.size() ? x_of_change(series_.changes[i].at) : right;
      path += fmt::format("M{:.1f} {:.1f}H{:.1f}", from, y_(ratios[i]), to);
      from = to;
    }
    svg_.add(R"(<path class="step" d="{}"/>)", path);
  }

  void changes() {
    std::array<double, label_rows.size()> ends{};  // of the last label in each row
    for (const auto& change : series_.changes) {
      const auto x = x_of_change(change.at);
      svg_.add(R"(<path class="change {}" d="M{:.1f} {}V{}"><title>{}</title></path>)",
               size_of(change) > 0 ? "slower" : "faster", x, top, bottom, change_text(series_, change));
      const auto middle = std::clamp(x, left + label_width / 2, right - label_width / 2);
      for (std::size_t row = 0; row < label_rows.size(); ++row) {
        if (middle - label_width / 2 < ends[row]) continue;  // full here; the line has its tooltip
        ends[row] = middle + label_width / 2;
        svg_.add(R"(<text class="label" x="{:.1f}" y="{}">{}</text>)", middle, label_rows[row],
                 shortened(short_commit(series_.points[change.at].commit), longest_label));
        break;
      }
    }
  }

  void points() {
    for (const auto& point : series_.points)
      svg_.add(
          R"(<circle cx="{:.1f}" cy="{:.1f}" r="2.4"><title>{} ({}): {}, {}; {} pairs{}{}</title></circle>)",
          x_of(point.place), y_(point.ratio.value), short_commit(point.commit), day_of(point.date),
          percent_text(point.ratio.value - 1), percent_range_text(point.ratio), point.ratio.pairs,
          point.subject.empty() ? "" : ": ", point.subject);
  }

  void gaps() {
    for (const auto& gap : series_.gaps)
      svg_.add(R"(<path class="gap" d="M{:.1f} {}l6 6m0 -6l-6 6"><title>{} ({}): {}</title></path>)",
               x_of(gap.place) - 3, bottom - 6, short_commit(gap.commit), day_of(gap.date),
               verdict_name(gap.verdict));
  }

  const HistorySeries& series_;
  Range range_;
  Scale x_, y_;
  Markup svg_;
};

}  // namespace

std::vector<double> percent_ticks(double low, double high) {
  if (high / low > 3) return powers_of_two_between(low, high);
  constexpr double most = 6;
  const auto least = (high - low) / most, power = std::pow(10, std::floor(std::log10(least)));
  auto step = 10 * power;
  for (const auto factor : {5.0, 2.0, 1.0})
    if (factor * power >= least) step = factor * power;
  std::vector<double> ticks;
  const auto first = std::ceil((low - 1) / step - 1e-9), last = std::floor((high - 1) / step + 1e-9);
  const auto count = static_cast<int>(last - first) + 1;  // at most seven, however far from 1
  for (int i = 0; i < count; ++i) ticks.push_back(1 + (first + i) * step);
  return ticks;
}

std::string percent_tick_text(double ratio) {
  if (ratio >= 10 || ratio < 0.02) return tick_text(ratio) + "×";
  const auto percent = std::round(1000 * (ratio - 1)) / 10;
  return percent == 0 ? "0 %" : fmt::format("{}{:g} %", percent < 0 ? "−" : "+", std::abs(percent));
}

Markup history_chart(const gate::HistorySeries& series) {
  return series.points.empty() ? Markup() : Chart(series).draw();
}

}  // namespace parallax::reports::html
