// SPDX-License-Identifier: MIT
// Who wins, and whether that is more than luck.
#pragma once

#include <cstddef>
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
  bool is_best = false;          // the lowest median; the first of equals
  bool resolved = false;         // surely slower than the best
  Estimate slowdown{1, {}, {}};  // its time / the best one's
};

// In the order of the contenders. "Surely": the interval of the ratio lies above 1, at the confidence that is
// left for each when the comparisons of all pairs together are to be right with 95 % (Bonferroni). Those that
// are not resolved from the best are as good as it, as far as anyone can tell.
std::vector<Standing> winners(std::span<const Contender> contenders);

// The same over several pieces of work: seconds[case]. One that has no value in some case takes no part.
struct Entrant {
  std::vector<std::span<const double>> seconds;
};

struct Place {
  bool takes_part = false;
  std::size_t missing = 0;       // cases without a value
  bool is_best = false;          // the lowest geometric mean of times
  bool resolved = false;         // surely slower than the best, as above
  Estimate slowdown{1, {}, {}};  // geometric mean over the cases of its time / the best one's
  double chance_of_best = 0;     // share of the resamples in which it is the best
};

// From 4000 joint resamples (fixed seed): in each, every cell's median is drawn from its exact bootstrap
// distribution.
std::vector<Place> ranking(std::span<const Entrant> entrants);

}  // namespace parallax::reports
