// SPDX-License-Identifier: MIT
//
// All counters of a group's cells: a line per cell, a column per counter, in as many blocks as the width asks
// for.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "benches/harness/console/cell_results.hpp"

namespace parallax {

struct CountedRow {
  std::string head;  // of its line, always equally wide
  const CellResults* results;
};

// Lines without a newline at the end of each; empty if nobody counted anything. `shown` are counters that
// stand in the group's own table.
std::vector<std::string> counter_table(const std::vector<CountedRow>& rows,
                                       const std::set<std::string>& shown, std::size_t terminal_columns);

}  // namespace parallax
