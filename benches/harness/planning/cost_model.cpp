// SPDX-License-Identifier: MIT
#include "benches/harness/planning/cost_model.hpp"

#include <algorithm>
#include <cmath>

namespace parallax {
namespace {

// One iteration before timing and one after it are there to be verified. One or more are for accounts.
constexpr double verified_iterations = 2, accounted_iterations = 1, accounted_seconds = 0.02;

// What is not known of a work: probes have no serial run.
constexpr double unknown_iteration = 1e-3;

constexpr double memory_of_the_past = 0.8, least_factor = 0.5, most_factor = 2.5;

}  // namespace

double CostModel::iteration(const Cell& cell, const SerialRun& serial) const {
  const int workers = std::max(cell.workers, 1);
  const double known =
      serial.waiting_seconds / workers + serial.computing_seconds / std::min(workers, processors_);
  return (known > 0 ? known : unknown_iteration) +
         cell.subject->overhead(cell.parameters, cell.workers).iteration_seconds;
}

double CostModel::host(const Cell& cell, double iteration_seconds, std::int64_t iterations) const {
  const auto known = factors_.find(key(cell));
  const double factor = known == factors_.end() ? 1 : known->second;
  return factor *
         (cell.subject->overhead(cell.parameters, cell.workers).start_seconds +
          (static_cast<double>(iterations) + verified_iterations) * iteration_seconds +
          std::max(accounted_iterations * iteration_seconds,
                   std::min(accounted_seconds, static_cast<double>(iterations) * iteration_seconds)));
}

void CostModel::learn(const Cell& cell, double expected, double took) {
  double& factor = factors_.try_emplace(key(cell), 1).first->second;
  const double right = factor * took / std::max(expected, 1e-6);
  factor =
      std::clamp(memory_of_the_past * factor + (1 - memory_of_the_past) * right, least_factor, most_factor);
}

std::int64_t iterations_for(double iteration_seconds, double min_seconds) {
  const double count = std::ceil(min_seconds / std::max(iteration_seconds, 1e-9));
  return static_cast<std::int64_t>(std::clamp(count, 1.0, 1e9));
}

}  // namespace parallax
