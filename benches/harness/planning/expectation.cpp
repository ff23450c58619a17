// SPDX-License-Identifier: MIT
#include "benches/harness/planning/expectation.hpp"

#include <numeric>

namespace parallax {

Expectation::Expectation(const std::vector<Cell>& cells, const std::vector<PlannedWork>& works,
                         const std::vector<std::size_t>& work_of, int processors, Repetitions repetitions)
    : cells_(cells), works_(works), work_of_(work_of), repetitions_(repetitions), costs_(processors) {}

double Expectation::iteration(std::size_t cell) const {
  return costs_.iteration(cells_[cell], works_[work_of_[cell]].serial);
}

// One host to find out how long an iteration takes, where that decides how many there are, then repetitions.
double Expectation::of(std::size_t index) const {
  const Cell& cell = cells_[index];
  const double one = iteration(index);
  const std::int64_t iterations =
      repetitions_.iterations > 0 ? repetitions_.iterations : iterations_for(one, repetitions_.min_seconds);
  const double trials = repetitions_.iterations > 0 || iterations == 1 ? 0
                        : iterations < 10                              ? costs_.host(cell, one, 1)
                                          : costs_.host(cell, one, 1) * 2 + repetitions_.min_seconds / 10;
  return trials + static_cast<double>(repetitions_.count) * costs_.host(cell, one, iterations);
}

double Expectation::of(const Unit& unit) const {
  return std::accumulate(unit.cells.begin(), unit.cells.end(), 0.0,
                         [&](double sum, std::size_t index) { return sum + of(index); });
}

void Expectation::learn(std::size_t index, double iteration, std::int64_t iterations, double seconds) {
  const Cell& cell = cells_[index];
  costs_.learn(cell, costs_.host(cell, iteration, iterations), seconds);
}

}  // namespace parallax
