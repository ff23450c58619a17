// SPDX-License-Identifier: MIT
// Keeping some of the cells, by their names; with the same expressions as --benchmark_filter of `bench`.
#pragma once

#include <string>

#include "reports/results/results.hpp"

namespace parallax::reports {

// Keeps the cells in whose name the POSIX extended regular expression is found, or with a '-' in front those
// in which it is not. Throws std::invalid_argument if it is none, and ResultsError if no cell is left.
void keep_matching(Results& results, const std::string& expression);

}  // namespace parallax::reports
