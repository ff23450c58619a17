// SPDX-License-Identifier: MIT
// Efficiency against the grain of a task, and METG, the minimum effective task granularity.
//
// METG(e) is the smallest average duration of a task at which the efficiency is still e. (E. Slaughter et
// al., Task Bench: A Parameterized Benchmark for Evaluating Parallel Runtime Performance, SC20, section IV.)
// The duration of a task is wall time x workers / tasks: it contains overhead and idleness.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "reports/statistics/estimate.hpp"

namespace parallax::reports {

// The same work, cut into so many tasks; one sample a repetition.
struct GrainPoint {
  double grain;                     // items of a task
  double tasks;                     // how many
  std::span<const double> seconds;  // of the whole work; positive, not empty
  double work = 1;                  // how many times as much as the reference did
};

// What became of a threshold along a sweep from coarse to fine.
enum class Crossing {
  found,          // the efficiency falls below it between two grains
  never_reached,  // it is below at every grain
  below_sweep,    // it is still above at the finest grain, or may be: `at_most` is an upper bound
  unstable        // it falls below, rises above again, and the intervals do not put that down to noise
};

struct Metg {
  double threshold;  // efficiency, between 1/workers and 1
  Crossing crossing;
  std::optional<Estimate> granularity;  // of `found`: seconds a task
  double grain;                         // of `found`: items, interpolated
  double
      at_most;  // of `below_sweep`: seconds a task, of the finest grain that was measured, or where an interval ends
};

struct GrainEfficiency {
  double grain;
  double granularity;   // seconds a task
  Estimate efficiency;  // 1 is what the reference reaches
};

struct GrainCurve {
  std::vector<GrainEfficiency> points;  // from fine to coarse
  std::vector<Metg> metg;               // one per threshold that lies above 1/workers
  std::vector<std::string> warnings;
};

// What becomes of thresholds that one worker alone reaches.
enum class OfOneWorker { left_out, read_with_a_warning };

// `reference`: the times of the fastest way to do the same work with as many workers, which is efficiency 1.
// The crossing is interpolated linearly in the logarithm of the granularity, unless a coarser task took less time and
// was as efficient: then it is that one's. Its interval comes from
// resampling the repetitions of every point and of the reference 2000 times (fixed seed) and reading the
// crossing anew; it reaches at least to the measured granularities on both sides, since nothing between them was
// measured. Warns of thresholds, left out or not, because a single worker reaches them, of efficiencies above
// 1.5 (the reference is no reference) and of points with too few repetitions.
GrainCurve analyse_grains(std::span<const GrainPoint> points, std::span<const double> reference,
                          double workers, std::span<const double> thresholds,
                          OfOneWorker of_one_worker = OfOneWorker::left_out);

}  // namespace parallax::reports
