// SPDX-License-Identifier: MIT
#include "reports/gate/comparison.hpp"

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

std::size_t compared(const Comparison& comparison) {
  std::size_t sum = 0;
  for (const auto verdict : {Verdict::regression, Verdict::slower, Verdict::improvement, Verdict::no_change,
                             Verdict::inconclusive})
    sum += count_of(comparison, verdict);
  return sum;
}

bool is_identical(const Comparison& comparison) {
  return !comparison.cells.empty() && count_of(comparison, Verdict::identical) == comparison.cells.size();
}

std::vector<std::string> obstacles(const Comparison& comparison) {
  const auto occurs = [&](Verdict verdict) { return count_of(comparison, verdict) > 0; };
  std::vector<std::string> all;
  if (occurs(Verdict::removed) && !comparison.allow_removed) all.emplace_back("benchmarks are gone");
  if (occurs(Verdict::invalid)) all.emplace_back("cells cannot be judged");
  if (!comparison.incomplete.empty()) all.emplace_back("the run is incomplete");
  // Were it a pass, a budget of a second or a filter for what is new would be one.
  if (compared(comparison) == 0 && !is_identical(comparison)) all.emplace_back("nothing could be compared");
  if (comparison.strict && (occurs(Verdict::inconclusive) || occurs(Verdict::left_out)))
    all.emplace_back("cells are not settled, and --strict asks for that");
  return all;
}

Exit exit_of(const Comparison& comparison) {
  if (count_of(comparison, Verdict::error) > 0) return failed;
  if (count_of(comparison, Verdict::regression) > 0) return regressed;
  return obstacles(comparison).empty() ? passed : not_judged;
}

}  // namespace parallax::reports::gate
