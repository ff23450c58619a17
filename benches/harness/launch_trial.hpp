// SPDX-License-Identifier: MIT
//
// Which cells on ranks a run has, where nobody has asked for ranks: those that the launcher can start.
#pragma once

#include <vector>

#include "benches/harness/cell.hpp"
#include "benches/harness/conductor/conductor.hpp"
#include "benches/harness/options.hpp"

namespace parallax {

// A launcher that is there and does not work is like one that is not there, for people who have not asked for ranks.
// Those who have see their cells fail. Limits may allow few ranks and not many, so the most are tried first, then the
// fewest. Says on standard error what it takes out of the cells, and why; in the options too, if that is all.
void leave_out_ranks_without_launcher(Options& options, std::vector<Cell>& cells, Conductor& conductor);

}  // namespace parallax
