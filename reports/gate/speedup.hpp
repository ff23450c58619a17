// SPDX-License-Identifier: MIT
// What a regression does to scaling: slower with several workers while one worker is as fast as before.
#pragma once

#include "reports/gate/comparison.hpp"

namespace parallax::reports::gate {

// Adds to the reason of a regression of a cell with several workers what became of its speed-up, if the same
// work was measured serially (or with one worker of the same runtime) and surely did not get slower itself.
void explain_speedups(Comparison& comparison);

}  // namespace parallax::reports::gate
