// SPDX-License-Identifier: MIT
// Expectations: how long cells will take, as far as is known by now.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "benches/harness/cell.hpp"
#include "benches/harness/planning/cost_model.hpp"
#include "benches/harness/planning/plan.hpp"

namespace parallax {

class Expectation {
 public:
  // Of repetitions that take at least so many seconds, or have a fixed number of iterations (0: they have not).
  struct Repetitions {
    std::size_t count;
    double min_seconds;
    std::int64_t iterations;
  };

  // References must outlive the object.
  Expectation(const std::vector<Cell>& cells, const std::vector<PlannedWork>& works,
              const std::vector<std::size_t>& work_of, int processors, Repetitions repetitions);

  // Seconds.
  double iteration(std::size_t cell) const;
  double of(std::size_t cell) const;
  double of(const Unit& unit) const;

  // A host with so many iterations took that long; `iteration` is what was expected of one.
  void learn(std::size_t cell, double iteration, std::int64_t iterations, double seconds);

 private:
  const std::vector<Cell>& cells_;
  const std::vector<PlannedWork>& works_;
  const std::vector<std::size_t>& work_of_;
  Repetitions repetitions_;
  CostModel costs_;
};

}  // namespace parallax
