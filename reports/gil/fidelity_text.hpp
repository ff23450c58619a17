// SPDX-License-Identifier: MIT
// The fidelity of the emulation as a table for a terminal, which is Markdown as well.
#pragma once

#include <string>

#include "reports/gil/fidelity.hpp"

namespace parallax::reports::gil {

std::string table(const Fidelity& fidelity);

// "5 ms"
std::string interval_text(double seconds);
// "100%", "12 345/s"
std::string rate_per_second_text(double rate);

}  // namespace parallax::reports::gil
