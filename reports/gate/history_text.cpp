// SPDX-License-Identifier: MIT
#include "reports/gate/history_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "reports/gate/instant.hpp"
#include "reports/statistics/median.hpp"
#include "reports/text/plain.hpp"
#include "support/units.hpp"

namespace parallax::reports::gate {
namespace {

using text::printable;

constexpr std::array<const char*, 8> bars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::size_t fewest_columns = 80, ratio_columns = 20, bar_columns = 12, change_columns = 31;
constexpr std::size_t between_columns = 3;      // gaps of two blanks
constexpr std::size_t most_earlier = 3;         // changes below a line
constexpr double least_span = 0.0392207131533;  // ln 1.04

std::string latest_text(const HistorySeries& series) {
  if (series.points.empty()) return "–";
  const auto& ratio = series.points.back().ratio;
  return fmt::format("{} ({})", ratio_text(ratio.value), ratio_range_text(ratio.low, ratio.high));
}

std::vector<double> ratios_of(const HistorySeries& series) {
  std::vector<double> all;
  for (const auto& point : series.points) all.push_back(point.ratio.value);
  return all;
}

// A gap that is newer than every point is what people ask for first, unless there was nothing to measure.
std::string newest_gap(const HistorySeries& series) {
  if (series.gaps.empty()) return {};
  const auto& gap = series.gaps.back();
  if (gap.verdict == Verdict::identical) return {};
  if (!series.points.empty() && series.points.back().place > gap.place) return {};
  return fmt::format("{} at {} ({}): {}", series.points.empty() ? "no time" : "no time any more",
                     short_commit(gap.commit), day_of(gap.date), verdict_name(gap.verdict));
}

class Writer {
 public:
  Writer(const HistoryView& view, std::size_t columns)
      : view_(view),
        columns_(std::max(columns, fewest_columns)),
        name_columns_(columns_ - ratio_columns - bar_columns - change_columns - 2 * between_columns) {}

  std::string text() {
    if (view_.references.empty()) return "No commit was measured yet.\n";
    for (const auto& reference : view_.references) add(reference);
    for (const auto& warning : view_.warnings)
      text_ += text::wrapped("Note: " + printable(warning), columns_);
    text_ += text::wrapped(
        fmt::format(
            "Ratios are wall time / that of the reference, with intervals: above 1 is slower. A "
            "change is one of the whole series for good (E-divisive, p ≤ {:g}, at least {} commits on "
            "either side).",
            view_.options.changes.level, view_.options.changes.least_segment),
        columns_);
    return std::move(text_);
  }

 private:
  void add(const HistoryReference& reference) {
    text_ += text::wrapped(
        fmt::format("Against {}: {} {}, {} to {}", printable(short_commit(reference.name)), reference.records,
                    reference.records == 1 ? "commit" : "commits", printable(day_of(reference.first_date)),
                    printable(day_of(reference.last_date))),
        columns_);
    line("cell", "latest", "history", "newest change");
    for (const auto& series : view_.series)
      if (series.reference == reference.name) add(series);
    text_ += '\n';
  }

  void line(const std::string& name, const std::string& ratio, const std::string& history,
            const std::string& change) {
    const bool is_long = text::width(name) > name_columns_;
    if (is_long) text_ += fitting(name, columns_) + '\n';
    text_ += fmt::format("{}  {}  {}  {}\n", text::left(is_long ? "" : name, name_columns_),
                         text::right(ratio, ratio_columns), text::left(history, bar_columns),
                         fitting(change, change_columns));
  }

  void add(const HistorySeries& series) {
    line(printable(series.cell), latest_text(series), sparkline(ratios_of(series), bar_columns),
         printable(state_text(series, view_.options)));
    if (const auto gap = newest_gap(series); !gap.empty()) indented(printable(gap));
    const auto& changes = series.changes;
    const auto earlier = changes.empty() ? 0 : changes.size() - 1, shown = std::min(earlier, most_earlier);
    for (std::size_t i = 1; i <= shown; ++i)
      indented("before: " + printable(change_text(series, changes[earlier - i])));
    if (earlier > shown) indented(fmt::format("and {} before that", earlier - shown));
  }

  void indented(const std::string& what) { text_ += "    " + fitting(what, columns_ - 4) + '\n'; }

  // Cut if it is too long, but without blanks at the end of a line.
  static std::string fitting(const std::string& what, std::size_t columns) {
    return text::left(what, std::min(columns, text::width(what)));
  }

  const HistoryView& view_;
  std::size_t columns_, name_columns_;
  std::string text_;
};

}  // namespace

std::string sparkline(const std::vector<double>& values, std::size_t columns) {
  const auto shown = std::min(values.size(), columns);
  if (shown == 0) return {};
  std::vector<double> heights;
  for (std::size_t i = 0; i < shown; ++i) {
    const auto begin = i * values.size() / shown, end = (i + 1) * values.size() / shown;
    heights.push_back(std::log(median(std::span(values).subspan(begin, end - begin))));
  }
  const auto [lowest, highest] = std::minmax_element(heights.begin(), heights.end());
  const auto middle = (*lowest + *highest) / 2, span = std::max(*highest - *lowest, least_span);
  std::string line;
  for (const auto height : heights) {
    const auto step = (height - middle) / span + 0.5;
    line += bars.at(static_cast<std::size_t>(std::clamp(std::floor(step * 8), 0.0, 7.0)));
  }
  return line;
}

std::string history_text(const HistoryView& view, std::size_t columns) {
  return Writer(view, columns).text();
}

}  // namespace parallax::reports::gate
