// SPDX-License-Identifier: MIT
// Why a cell has its verdict, in words.
#pragma once

#include "reports/gate/comparison.hpp"

namespace parallax::reports::gate {

// Fills in the reason, from those metrics only that made the verdict, and the warnings, from the others: a
// regression of CPU time must not be explained by a wall time that cannot be judged. The cell has its
// verdicts, and its first metric is wall time.
void explain(CellOutcome& cell);

}  // namespace parallax::reports::gate
