// SPDX-License-Identifier: MIT
// What is said of efficiency that was lost, by every writer.
#pragma once

#include <string>

#include "reports/views/views.hpp"

namespace parallax::reports {

// Where a cell's efficiency went: "loses 44 % to imbalance", "loses nothing that is sure", "12 % unexplained", "not known:
// keeping accounts took 40 % more time".
std::string split_reading(const EfficiencySplit& split);

// "openmp-static loses 44 % to imbalance on mandelbrot (2 workers)." of the largest losses whose cause is sure, at most two;
// empty where there are none.
std::string loss_sentence(const Answer& answer, const Views& views);

}  // namespace parallax::reports
