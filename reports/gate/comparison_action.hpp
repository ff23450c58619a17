// SPDX-License-Identifier: MIT
// What github-action-benchmark charts over time: tool "customSmallerIsBetter".
#pragma once

#include <string>

#include "reports/gate/comparison.hpp"

namespace parallax::reports::gate {

// A JSON array with the head's median of every measured cell in nanoseconds; ratio and verdict stand in
// "extra". Its charts and comments take names as they are, so names have neither control characters nor what
// ends a code span or a table's cell.
std::string to_action_benchmark(const Comparison& comparison);

}  // namespace parallax::reports::gate
