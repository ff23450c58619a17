// SPDX-License-Identifier: MIT
// From visits to verdicts. Pure: the same visits give the same verdicts, so that a recorded run can be judged
// again.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/gate/comparison.hpp"
#include "reports/gate/rule.hpp"
#include "reports/gate/settings.hpp"

namespace parallax::reports::gate {

// What pairs of one stage say of a cell's metric.
struct Differences {
  std::vector<double> head, control;             // ln(arm) - ln(base) of the rounds in which both counted
  std::vector<double> base_values, head_values;  // of the same rounds
};
Differences differences_of(const Comparison& comparison, std::size_t cell, int stage, Metric metric);

// `base` is the median of the base, in seconds or bytes. Where the threshold would be less than the smallest
// change that counts (1 ns, 1 MiB), it is that.
Rule rule_for(const std::string& cell, Metric metric, const Settings& settings, double base);

// Of the cells that may be judged (verdict inconclusive so far), those that the first stage found suspicious,
// with all metrics that are.
struct Suspect {
  std::size_t cell;
  Metric metric;
  Direction direction;
};
std::vector<Suspect> suspects(const Comparison& comparison, const Settings& settings);

// How many pairs a suspicious cell needs in the second stage to find 10 % with a probability of 90 %, within
// the settings' bounds; even.
std::size_t pairs_needed(const Comparison& comparison, const Suspect& suspect, std::size_t tests,
                         const Settings& settings);

// Fills in the outcomes and verdicts of all cells that were measured. Cells whose verdict is settled already
// (error, identical, ...) keep it; `observed` ones keep it too and get their numbers.
void judge(Comparison& comparison, const Settings& settings);

}  // namespace parallax::reports::gate
