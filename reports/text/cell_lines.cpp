// SPDX-License-Identifier: MIT
#include "reports/text/cell_lines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/text/plain.hpp"
#include "reports/views/foreign.hpp"
#include "reports/wording.hpp"
#include "support/units.hpp"

namespace parallax::reports::text {
namespace {

constexpr std::size_t time_columns = 10, interval_columns = 18, gain_columns = 11, count_columns = 6;
constexpr std::size_t continued_by = 4;

class Lines {
 public:
  Lines(const Views& views, const std::vector<std::size_t>& rows, const TerminalStyle& style,
        std::size_t columns)
      : style_(style), columns_(columns), interval_title_(interval_title(views, rows)) {
    for (const auto index : rows) {
      has_speedups_ = has_speedups_ || views.rows[index].speedup.estimate.has_value();
      longest_ = std::max(longest_, width(printable(views.rows[index].name)));
    }
    const auto numbers =
        2 * time_columns + interval_columns + count_columns + (has_speedups_ ? gain_columns : 0);
    name_columns_ = std::min(longest_ + 1, columns_ - 2 - std::min(numbers, columns_ - 12));
  }

  std::string heading() const {
    return style_.dim("  " + left("", name_columns_) + right("time", time_columns) +
                      right(interval_title_, interval_columns) + right("CPU", time_columns) +
                      right("reps", count_columns) + (has_speedups_ ? right("speed-up", gain_columns) : "")) +
           '\n';
  }

  std::string line(const Row& row) const {
    const auto name = printable(row.name);
    if (!row.seconds) {
      const auto text =
          wrapped("  " + name + ": " + printable(is_foreign(row) ? foreign_message(row) : row.message),
                  columns_, continued_by);
      return (is_failure(row.status) ? style_.coloured("31", text) : text) + counters_of(row);
    }
    // A name that is cut could be that of another one.
    std::string text = width(name) < name_columns_
                           ? "  " + left(name, name_columns_)
                           : wrapped("  " + name, columns_, continued_by) + "  " + left("", name_columns_);
    const auto& interval = row.seconds->interval();
    const auto& speedup = row.speedup.estimate;
    text += right(seconds_text(row.seconds->point()), time_columns) +
            right(interval ? seconds_range_text(interval->low, interval->high) : "", interval_columns) +
            right(row.cpu_seconds ? seconds_text(*row.cpu_seconds) : "", time_columns) +
            right(count_text(static_cast<std::int64_t>(row.repetitions)), count_columns);
    if (speedup) text += right(ratio_text(speedup->point()), gain_columns);
    return text + '\n' + counters_of(row);
  }

 private:
  // Ours are many, and the page has them.
  std::string counters_of(const Row& row) const {
    if (!is_foreign(row)) return {};
    std::string text;
    for (const auto& part : {row.label, foreign_counters(row)})
      if (!part.empty()) text += (text.empty() ? "" : "; ") + printable(part);
    return text.empty() ? text : style_.dim(wrapped("    " + text, columns_, continued_by));
  }

  const TerminalStyle& style_;
  const std::size_t columns_;
  const std::string interval_title_;
  bool has_speedups_ = false;
  std::size_t longest_ = 0, name_columns_ = 0;
};

}  // namespace

std::string cell_lines(const Views& views, const std::vector<std::size_t>& rows, std::size_t most,
                       const TerminalStyle& style, std::size_t columns) {
  const Lines lines(views, rows, style, columns);
  auto text = lines.heading();
  const auto shown = std::min(rows.size(), most);
  for (std::size_t i = 0; i < shown; ++i) text += lines.line(views.rows[rows[i]]);
  if (shown < rows.size())
    text += wrapped(fmt::format("  … and {} more: the page and --csv have all of them", rows.size() - shown),
                    columns, continued_by);
  return text;
}

}  // namespace parallax::reports::text
