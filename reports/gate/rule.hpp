// SPDX-License-Identifier: MIT
// The rule: when a difference counts. Pure functions of the logarithms of pairs' ratios.
//
// Screen, confirm, declare. All cells are screened generously; whatever looks suspicious is measured again,
// and only the new pairs decide, with an exact sign test. So the correction for many tests has to cover the
// few suspicious ones only, and the luck that made a cell look suspicious is not counted as evidence.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "reports/gate/verdict.hpp"
#include "reports/statistics/estimate.hpp"

namespace parallax::reports::gate {

struct Rule {
  double family_error = 0.01;  // chance of one false "surely" in the whole run
  double threshold = 0.05;     // relative; a smaller slowdown is no regression
  double least = 0;            // absolute, in the metric's unit; a smaller one is none either
  std::size_t screening = 12, confirming = 20;  // pairs
};

enum class Direction { none, slower, faster };

// Of differences ln(head) - ln(base), one a pair: whether half the threshold is reached in the median and
// three of four pairs agree. Decides nothing but what is measured again.
Direction suspicion(std::span<const double> differences, const Rule& rule);

// What pairs from which the suspicion did not come prove, before it is corrected for the number of tests.
double p_of(std::span<const double> differences, Direction direction);

struct Confirmation {
  std::span<const double> differences;  // of fresh pairs
  std::span<const double> control;      // ln(control) - ln(base) of the same rounds
  Direction direction = Direction::slower;
  double p = 1;         // corrected
  double absolute = 0;  // head - base, in the metric's unit
};

// Regression, slower, improvement, no_change, inconclusive or invalid.
Verdict confirmed(const Confirmation& confirmation, const Rule& rule);

// Of a cell that was not suspicious: no_change if the interval of its median lies within the threshold.
Verdict unsuspicious(std::span<const double> differences, const Rule& rule);

// Whether two runs of the same program differ surely, and by more than half the threshold; or by the
// threshold in the median, sure or not. Then nothing can be said of the head.
bool disturbed(std::span<const double> control, const Rule& rule);

// What runs are resampled from.
struct Pairs {
  std::span<const double> differences;
  std::span<const double> bases{};    // of the same pairs, in the metric's unit; empty: sizes do not matter
  std::span<const double> control{};  // ln(control) - ln(base); empty: the machine is taken for steady
};

// The share of runs in which a slowdown of `effect` (0.1: 10 %) is declared, over `trials` runs made by
// resampling what is left of the differences without their median, and the control as it was (fixed seed).
// Every condition of a regression counts: also the smallest absolute change, and that the control stays
// within its bounds. `tests` are those that the correction is for.
double power(const Pairs& pairs, double effect, const Rule& rule, std::size_t tests,
             std::size_t trials = 1000);

// The smallest slowdown that is declared with this probability; nothing if that is more than 100 %.
std::optional<double> detectable(const Pairs& pairs, double probability, const Rule& rule, std::size_t tests);

// Differences as those of a control would have been: without their median.
std::vector<double> centred(std::span<const double> differences);

}  // namespace parallax::reports::gate
