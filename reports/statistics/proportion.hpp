// SPDX-License-Identifier: MIT
// A share of trials and how sure it is.
#pragma once

#include <cstddef>

#include "reports/statistics/estimate.hpp"

namespace parallax::reports {

// hits / trials with the exact interval, which holds its confidence for every true share and is wide rather
// than wrong. (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934.) No trials: 0 to 1.
Estimate proportion(std::size_t hits, std::size_t trials, double confidence = usual_confidence);

}  // namespace parallax::reports
