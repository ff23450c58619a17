// SPDX-License-Identifier: MIT
// What runs without a difference say of each cell: how large a difference has to be before it means
// something.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace parallax::reports::gate {

// From the comparisons (*.json) in a folder, as `gate aa-test --raw` keeps them: by cell, one and a half
// times the 99th percentile of |ratio - 1| of wall time, on a logarithmic scale. Cells with fewer than five
// such runs are left out. Throws ComparisonError for a file that is none, std::system_error if the folder
// cannot be read.
std::map<std::string, double> thresholds_from(const std::filesystem::path& folder);

}  // namespace parallax::reports::gate
