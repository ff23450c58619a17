// SPDX-License-Identifier: MIT
// Comparisons between cells of one run: speed-up against serial, and what the common interface costs against
// a hand-written twin.
//
// A ratio that cannot be given says why. Only cells that did the same work are ever compared.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "reports/results/cell.hpp"
#include "reports/statistics/ratio.hpp"

namespace parallax::reports {

// A ratio of two cells, or the reason why there is none; never neither.
struct Ratio {
  std::optional<Estimate> estimate;
  std::string reason;
};

// median seconds of `above` / median seconds of `below`.
Ratio compare(const Cell& above, const Cell& below);

// Finds for a cell the one to compare it with. Keeps pointers into the cells it was made from.
class Comparisons {
 public:
  explicit Comparisons(const std::vector<Cell>& cells);

  // Time of serial / time of this cell, at the same work: above 1 is faster than serial.
  Ratio speedup(const Cell& cell) const;

  // The cell that a hand-written control is the twin of, or null.
  const Cell* twin(const Cell& control) const;

 private:
  std::unordered_map<std::string, const Cell*> serial_;    // by work
  std::unordered_map<std::string, const Cell*> measured_;  // by work, runtime and workers; no controls
};

}  // namespace parallax::reports
