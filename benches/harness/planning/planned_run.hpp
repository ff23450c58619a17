// SPDX-License-Identifier: MIT
//
// --budget and --full: says what will be measured and how long that takes, and measures it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "benches/harness/cell.hpp"
#include "benches/harness/options.hpp"
#include "benches/harness/planning/overview.hpp"
#include "benches/harness/recorded_runs.hpp"

namespace parallax {

// The same seed makes the same plan. Runs that are known already take as much of the budget as they took.
// Of the cells that were begun, in their order; nothing if the person at the terminal did not want to wait.
std::optional<std::vector<MeasuredCell>> measure_by_plan(const Options& options,
                                                         const std::vector<Cell>& cells, RecordedRuns& runs,
                                                         std::uint64_t seed);

}  // namespace parallax
