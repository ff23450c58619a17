// SPDX-License-Identifier: MIT
// What results are called when several stand side by side, and their contexts line by line.
#pragma once

#include <vector>

#include "reports/views/differences.hpp"

namespace parallax::reports {

// Named by the first of these that all of them state and that tells all of them apart: host, processor, commit,
// compiler; or else by their files.
std::vector<ComparedResult> named_results(const std::vector<Views>& results);

// All that they state of themselves; differences that keep results apart first.
std::vector<ContextLine> context_lines(const std::vector<Views>& results);

}  // namespace parallax::reports
