// SPDX-License-Identifier: MIT
// Durations on a command line.
#pragma once

#include <string>

namespace parallax::reports::gate {

// "90s", "10m", "1h", "500ms", or a number of seconds; in seconds. Throws std::invalid_argument for anything
// else, for what is negative and for more than a year.
double duration_of(const std::string& text);

}  // namespace parallax::reports::gate
