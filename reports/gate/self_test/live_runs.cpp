// SPDX-License-Identifier: MIT
#include "reports/gate/self_test/live_runs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/statistics/proportion.hpp"
#include "reports/text/plain.hpp"

namespace parallax::reports::gate {

void add_run(LiveRuns& runs, const Comparison& comparison) {
  if (compared(comparison) == 0 && count_of(comparison, Verdict::invalid) == 0) {
    ++runs.empty;
    return;
  }
  ++runs.runs;
  runs.alarms += count_of(comparison, Verdict::regression) > 0;
  runs.invalid += count_of(comparison, Verdict::invalid) > 0;
  for (const auto& cell : comparison.cells) {
    ++runs.cells;
    runs.suspicious += std::any_of(cell.metrics.begin(), cell.metrics.end(),
                                   [](const MetricOutcome& one) { return one.stage == 2; });
    if (cell.verdict == Verdict::regression)
      runs.accused.push_back(
          fmt::format("run {}: {}: {}", runs.runs, text::printable(cell.name), cell.reason));
  }
}

std::string live_text(const std::vector<LiveRuns>& all) {
  auto text = fmt::format("{:<12}{:>6}{:>14}{:>24}{:>12}{:>22}\n", "head is", "runs", "false alarms",
                          "share, 95 % interval", "invalid", "cells looked at twice");
  LiveRuns sum;
  const auto line = [&](const LiveRuns& one) {
    const auto share = proportion(one.alarms, one.runs);
    text += fmt::format("{:<12}{:>6}{:>14}{:>24}{:>12}{:>22}\n", one.null, one.runs, one.alarms,
                        fmt::format("{:.1f} % ({:.1f}-{:.1f})", 100 * share.point(),
                                    100 * share.interval()->low, 100 * share.interval()->high),
                        one.invalid, fmt::format("{} of {}", one.suspicious, one.cells));
  };
  for (const auto& one : all) {
    line(one);
    sum.runs += one.runs, sum.alarms += one.alarms, sum.invalid += one.invalid;
    sum.cells += one.cells, sum.suspicious += one.suspicious;
  }
  sum.null = "all";
  if (all.size() > 1) line(sum);
  for (const auto& one : all)
    for (const auto& accused : one.accused) text += fmt::format("{}, {}\n", one.null, accused);
  for (const auto& one : all)
    if (one.empty > 0)
      text += fmt::format("{}: nothing could be compared in {} further run{}\n", one.null, one.empty,
                          one.empty == 1 ? "" : "s");
  return text;
}

}  // namespace parallax::reports::gate
