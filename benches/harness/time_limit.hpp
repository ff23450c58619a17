// SPDX-License-Identifier: MIT
//
// Cells that cannot end within the time limit of a process, because their items wait for too long: found
// before they are measured, not after as many time-outs.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "benches/harness/cell.hpp"

namespace parallax {

// What a process of the cell waits for at least: besides the timed iterations (at least one) there is one
// before and one after them, whose results are verified.
std::chrono::nanoseconds least_time_of_process(const Cell& cell, std::int64_t iterations);

// Takes them out of `cells` and says which they are, and which flag would allow them; nothing if there are
// none. iterations: a fixed number, or 0. Throws UsageError if no cell would be left.
std::string leave_out_too_slow(std::vector<Cell>& cells, std::chrono::milliseconds timeout,
                               std::int64_t iterations);

}  // namespace parallax
