// SPDX-License-Identifier: MIT
// The universal scalability law: what contention and coherency cost as workers are added.
//
//   X(n) = lambda n / (1 + sigma (n - 1) + kappa n (n - 1))
//
// (N. J. Gunther, Guerrilla Capacity Planning, 2007.) sigma is the share of work that is serialised, kappa
// the cost of keeping a pair of workers coherent. With kappa = 0 it is Amdahl's law.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/statistics/estimate.hpp"

namespace parallax::reports {

struct WorkersPoint {
  double workers;
  std::span<const double> rates;  // work per second; positive, not empty, one a repetition
};

struct ScalabilityFit {
  double lambda;          // rate of one worker
  Estimate sigma, kappa;  // neither is negative
  // Of Amdahl's law alone, which knows no coherency; if that misses no rate by more than a fifth either.
  std::optional<Estimate> serial_share;
  double r_squared;
  double largest_miss;      // of a median: the law's rate / the measured one - 1, without its sign
  double fastest_measured;  // number of workers
  std::optional<Estimate> best_workers;  // where the law peaks, if that surely lies within what was measured
  std::vector<std::string> warnings;

  // Callers must not leave the measured range.
  double rate(double n) const {
    return lambda * n / (1 + sigma.point() * (n - 1) + kappa.point() * n * (n - 1));
  }
};

// A fit, or the reason why there is none: fewer than five worker counts, a law that misses a measured rate by more than
// a fifth, or a build without Eigen.
struct Scalability {
  std::optional<ScalabilityFit> fit;
  std::string reason;
};

inline constexpr std::size_t fewest_worker_counts = 5;

// Least squares on the logarithms of the medians of the rates, so that one worker counts as much as many; sigma and kappa
// bounded by 0. Intervals from 1000 resamples of the repetitions (fixed seed).
Scalability fit_scalability(std::span<const WorkersPoint> points);

}  // namespace parallax::reports
