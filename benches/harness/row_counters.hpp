// SPDX-License-Identifier: MIT
//
// What a row of results has beside its times.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "benches/harness/cell.hpp"

namespace parallax {

struct RowCounter {
  std::string name;
  double value = 0;
  bool in_1024 = false;  // K is 1024 where it is shown
};

// Of an outcome that is a value. Rates, which follow from the time, are not among them.
std::vector<RowCounter> row_counters(const Cell& cell, const Outcome& outcome, std::int64_t iterations);

// What one iteration does; 0 bytes where the cell counts none.
std::int64_t items_of(const Cell& cell);
std::int64_t bytes_of(const Cell& cell);

}  // namespace parallax
