// SPDX-License-Identifier: MIT
// Differences of results over many cells: of a kernel, or of a kernel under one runtime.
#pragma once

#include <cstddef>
#include <vector>

#include "reports/views/differences.hpp"

namespace parallax::reports {

// The cell of a row, with its repetitions.
inline const Cell& cell_of(const Views& views, std::size_t row) { return views.cells[views.rows[row].cell]; }

// Cells by kernel, and by runtime too if that is asked for, in the order of the cells. Controls are no
// runtime's, and names of other projects have none.
std::vector<GroupDifference> group_differences(const std::vector<CellDifference>& cells,
                                               const std::vector<Views>& results, bool by_runtime);

}  // namespace parallax::reports
