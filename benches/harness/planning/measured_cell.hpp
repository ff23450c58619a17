// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "benches/harness/cell.hpp"

namespace parallax {

// All that was measured of a cell.
struct MeasuredCell {
  std::size_t cell = 0;  // its index in the matrix
  std::int64_t iterations = 1;
  std::size_t planned = 1;        // repetitions
  std::vector<Outcome> outcomes;  // one per repetition; the last one may be a failure

  bool has_failed() const { return !outcomes.empty() && outcomes.back().status != Status::value; }
  bool is_complete() const { return has_failed() || outcomes.size() >= planned; }
};

}  // namespace parallax
