// SPDX-License-Identifier: MIT
//
// What measuring a cell will cost, before it was measured once: from the serial run of its work, from what
// its subject says of its runtime, and from how wrong that was for the same runtime so far.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "benches/harness/cell.hpp"
#include "benches/harness/planning/plan.hpp"

namespace parallax {

class CostModel {
 public:
  // `processors`: how many of a cell's workers can compute at the same time.
  explicit CostModel(int processors) : processors_(processors) {}

  // Seconds of one iteration, if this is what one worker takes for it.
  double iteration(const Cell& cell, const SerialRun& serial) const;
  // Seconds of a host that times so many iterations of `iteration_seconds` each: it also verifies before and
  // after, and starts and ends.
  double host(const Cell& cell, double iteration_seconds, std::int64_t iterations) const;

  // A host was expected to take, and took. The model expects more or less of this runtime from now on.
  void learn(const Cell& cell, double expected, double took);

 private:
  static std::string key(const Cell& cell) { return std::string(cell.subject->runtime()); }

  int processors_;
  std::map<std::string, double> factors_;  // took / expected, of runtimes and mechanisms
};

// How many iterations fill `min_seconds`.
std::int64_t iterations_for(double iteration_seconds, double min_seconds);

}  // namespace parallax
