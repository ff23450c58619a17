// SPDX-License-Identifier: MIT
// Who wins, and whether that is more than luck.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "reports/statistics/estimate.hpp"

namespace parallax::reports {

// One of those that did the same work. Positive seconds; no samples: it has no value and takes no part.
struct Contender {
  std::span<const double> seconds;
};

struct Standing {
  bool takes_part = false;
  bool is_best = false;                      // the lowest median; the first of equals
  bool resolved = false;                     // surely slower than the best
  Estimate slowdown = Estimate::exactly(1);  // its time / the best one's
};

// In the order of the contenders. "Surely": the ranks of the two differ (rank_test.hpp), as do those of every larger
// set around them, so that all that is said of one work is right together with 1 - `error`; and the 95 % interval of
// the ratio lies above 1. Those that are not resolved from the best are as good as it, as far as anyone can tell.
// With fewer than three samples nobody is resolved, and with few samples and many contenders neither.
std::vector<Standing> winners(std::span<const Contender> contenders, double error = usual_error);

// The same over several pieces of work, "cases": seconds[case]. One that has no value in some case takes no part.
struct Entrant {
  std::vector<std::span<const double>> seconds;
};

struct Place {
  bool takes_part = false;
  std::size_t missing = 0;                   // cases without a value
  bool is_best = false;                      // the lowest geometric mean of times
  bool resolved = false;                     // surely slower than the best, as above
  Estimate slowdown = Estimate::exactly(1);  // geometric mean of its time / the best one's
  // Share of the resamples in which it is the best; none if a case has fewer than three samples.
  std::optional<double> chance_of_best;
};

// The geometric mean is taken within each group of cases first, then over the groups, so that a kernel with many cases
// does not outweigh the others: group_of[case] is any number; empty: each case is a group.
//
// Over several cases "surely" is Student's test of the difference of the mean logarithms, whose variance is that of the
// medians by the bootstrap; the level is that of all pairs (Bonferroni), step by step from the slowest on, so that all
// that is said of the ranking is right together with 1 - `error`. A single case is judged as by winners(). Chances come
// from 4000 joint resamples (fixed seed): in each, every cell's median is drawn from its exact bootstrap distribution.
std::vector<Place> ranking(std::span<const Entrant> entrants, std::span<const std::size_t> group_of = {},
                           double error = usual_error);

}  // namespace parallax::reports
