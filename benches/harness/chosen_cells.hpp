// SPDX-License-Identifier: MIT
//
// The cells of a run: those of the matrix that the command line names, without those that cannot be measured here.
#pragma once

#include <vector>

#include "benches/harness/cell.hpp"
#include "benches/harness/options.hpp"

namespace parallax {

// What is left out, and why, is told on standard error. Throws UsageError if nothing is left.
std::vector<Cell> chosen_cells(const Options& options);

// Whether words, filter or runtimes name one on ranks, or a launcher is given.
bool asks_for_ranks(const Options& options);

}  // namespace parallax
