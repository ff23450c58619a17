// SPDX-License-Identifier: MIT
// What is said of sweeps over grains and sizes, by every writer: METG and break-even.
#pragma once

#include <string>

#include "reports/views/views.hpp"

namespace parallax::reports {

constexpr const char* also_smaller = " and for some smaller";  // where a curve changes sides more than once

std::string crossing_text(Crossing crossing);   // "found", "never reached", "below the sweep", "unstable"
std::string floor_text(const GrainLine& line);  // "84 ns", or nothing
std::string against_trivial_text(const GrainLine& line);  // "1.4× (1.3–1.5×)", or nothing
std::string metg_text(const Metg& metg);  // "1.2 µs (1.1–1.4 µs)", "≤ 62 ns", "never reached", "unstable"

// "from 12.3 µs (9.8–15.1 µs)", "from 12.3 µs at the latest", "always", "never", "not resolved".
std::string break_even_text(const BreakEvenSize& size);

}  // namespace parallax::reports
