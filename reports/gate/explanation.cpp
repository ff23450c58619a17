// SPDX-License-Identifier: MIT
#include "reports/gate/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace parallax::reports::gate {
namespace {

std::string invalid_text(const MetricOutcome& outcome) {
  if (!outcome.control)
    return fmt::format("{} cannot be judged: there is no base against base to compare with",
                       metric_title(outcome.metric));
  return fmt::format(
      "{} cannot be judged: base against base differed too, by {:+.1f} %, so the machine changed meanwhile",
      metric_title(outcome.metric), 100 * (outcome.control->point() - 1));
}

bool is_more(const MetricOutcome& outcome) {
  return outcome.verdict == Verdict::regression || outcome.verdict == Verdict::slower;
}

}  // namespace

void explain(CellOutcome& cell) {
  cell.reason.clear();
  cell.warnings.clear();
  const bool is_slower = cell.verdict == Verdict::regression || cell.verdict == Verdict::slower;
  for (const auto& outcome : cell.metrics) {
    const bool is_wall = &outcome == &cell.metrics.front();
    if (outcome.verdict == Verdict::invalid) {
      if (cell.verdict == Verdict::invalid && is_wall)
        cell.reason = invalid_text(outcome);
      else
        cell.warnings.push_back(invalid_text(outcome));
    } else if (is_more(outcome)) {
      const auto text =
          fmt::format("{} {:+.1f} %", metric_title(outcome.metric), 100 * (outcome.ratio.point() - 1));
      if (is_slower)
        cell.reason += (cell.reason.empty() ? "" : ", ") + text;
      else
        cell.warnings.push_back(text + ", surely, but below the threshold");
    }
  }
  const auto& wall = cell.metrics.front();
  const bool is_steady = wall.verdict == Verdict::no_change || wall.verdict == Verdict::improvement;
  const bool cpu_regressed = std::any_of(cell.metrics.begin(), cell.metrics.end(), [](const auto& one) {
    return one.metric == Metric::cpu && one.verdict == Verdict::regression;
  });
  if (is_steady && cpu_regressed) cell.reason += ", at no more wall time: workers that spin?";
}

}  // namespace parallax::reports::gate
