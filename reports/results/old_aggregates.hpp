// SPDX-License-Identifier: MIT
// Aggregates of old files (Google Benchmark before 1.4.1), which look like benchmarks of another name: "BM_x_mean",
// "BM_x_median", "BM_x_stddev".
#pragma once

#include <vector>

#include "reports/results/cell.hpp"

namespace parallax::reports {

// Takes out those whose benchmark is there, and makes the others one cell with aggregates. A benchmark that is really
// called so stays: an aggregate has its benchmark beside it, or else another aggregate of it. `is_of_old` tells, for
// each cell, whether its rows lack a "run_type".
void turn_old_aggregates(std::vector<Cell>& cells, const std::vector<bool>& is_of_old);

}  // namespace parallax::reports
