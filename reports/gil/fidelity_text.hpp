// SPDX-License-Identifier: MIT
// The fidelity of the emulation as a table for a terminal, which is Markdown as well.
#pragma once

#include <string>

#include "reports/gil/fidelity.hpp"

namespace parallax::reports::gil {

std::string table(const Fidelity& fidelity);

// What both the table and the page say:
std::string interval_text(double seconds);          // "5 ms"
std::string rate_text(double per_second);           // "26.3 k", without "/s"
std::string rate_text(const Estimate& per_second);  // "26.3 k (22.5 k–36.7 k)"
std::string ratio_text(const Estimate& ratio);      // "0.97 (0.71–1.13)"
std::string verdict_text(const Pair& pair);         // "within 15 %", "apart", "not resolved"

}  // namespace parallax::reports::gil
