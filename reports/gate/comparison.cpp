// SPDX-License-Identifier: MIT
#include "reports/gate/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/statistics/median.hpp"

namespace parallax::reports::gate {

std::string_view arm_name(Arm arm) {
  return arm == Arm::base ? "base" : arm == Arm::head ? "head" : "control";
}

std::string_view metric_name(Metric metric) {
  return metric == Metric::wall ? "wall" : metric == Metric::cpu ? "cpu" : "memory";
}

std::string_view metric_title(Metric metric) {
  return metric == Metric::wall ? "wall time" : metric == Metric::cpu ? "CPU time of all workers" : "memory";
}

double value_of(const Visit& visit, Metric metric) {
  if (metric == Metric::memory) return visit.memory;
  const auto& samples = metric == Metric::wall ? visit.wall : visit.cpu;
  return samples.empty() ? 0 : median(samples);
}

std::size_t count_of(const Comparison& comparison, Verdict verdict) {
  return static_cast<std::size_t>(
      std::count_if(comparison.cells.begin(), comparison.cells.end(),
                    [&](const CellOutcome& cell) { return cell.verdict == verdict; }));
}

Exit exit_of(const Comparison& comparison) {
  if (count_of(comparison, Verdict::error) > 0) return failed;
  if (count_of(comparison, Verdict::regression) > 0) return regressed;
  if (!comparison.incomplete.empty() || count_of(comparison, Verdict::invalid) > 0) return not_judged;
  if (count_of(comparison, Verdict::removed) > 0 && !comparison.allow_removed) return not_judged;
  if (comparison.strict &&
      (count_of(comparison, Verdict::inconclusive) > 0 || count_of(comparison, Verdict::left_out) > 0))
    return not_judged;
  return passed;
}

std::string headline(const Comparison& comparison) {
  const auto of = [&](Verdict verdict) { return count_of(comparison, verdict); };
  const auto counted = [](std::size_t count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
  };
  const auto cells = counted(comparison.cells.size(), "cell", "cells");
  const auto prefix = comparison.incomplete.empty() ? "" : "Incomplete: ";
  switch (exit_of(comparison)) {
    case failed:
      return fmt::format("{}{} in {}; times of such cells are not compared", prefix,
                         counted(of(Verdict::error), "error", "errors"), cells);
    case regressed:
      return fmt::format("{}{} in {}", prefix, counted(of(Verdict::regression), "regression", "regressions"),
                         cells);
    case not_judged:
      if (of(Verdict::removed) > 0 && !comparison.allow_removed)
        return fmt::format("{}{} missing from the head, of {}", prefix,
                           counted(of(Verdict::removed), "benchmark is", "benchmarks are"), cells);
      if (of(Verdict::invalid) > 0)
        return fmt::format("{}{} of {} cannot be judged", prefix, of(Verdict::invalid), cells);
      if (!comparison.incomplete.empty()) return fmt::format("Incomplete: {}", comparison.incomplete);
      return fmt::format("{} of {} not settled, and --strict asks for that",
                         of(Verdict::inconclusive) + of(Verdict::left_out), cells);
    default:
      break;
  }
  if (!comparison.cells.empty() && of(Verdict::identical) == comparison.cells.size())
    return fmt::format("The programs are identical: {} not measured", cells);
  auto text = fmt::format("No regression in {}", cells);
  if (of(Verdict::improvement) > 0)
    text += fmt::format(", {}", counted(of(Verdict::improvement), "improvement", "improvements"));
  if (of(Verdict::inconclusive) > 0) text += fmt::format(", {} inconclusive", of(Verdict::inconclusive));
  return text;
}

}  // namespace parallax::reports::gate
