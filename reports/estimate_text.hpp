// SPDX-License-Identifier: MIT
// An estimate in words: the number never without how sure it is.
#pragma once

#include <string>

#include "reports/statistics/estimate.hpp"

namespace parallax::reports {

// "1.90–1.96"; "no interval"; empty for what is exact.
std::string ratio_interval_text(const Estimate& ratio);
std::string seconds_interval_text(const Estimate& seconds);

// "1.93× (1.90–1.96)"; "1.93× (no interval)"; "1.00×" for what is exact.
std::string ratio_with_interval(const Estimate& ratio);
std::string seconds_with_interval(const Estimate& seconds);

}  // namespace parallax::reports
