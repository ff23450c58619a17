// SPDX-License-Identifier: MIT
// The fidelity of the emulation as a page: two charts and their tables, in one file without scripts.
#pragma once

#include <string>

#include "reports/gil/fidelity.hpp"
#include "reports/results/results.hpp"

namespace parallax::reports::gil {

// `files`: what it was computed from, for the machine and the command.
std::string page(const Fidelity& fidelity, const std::vector<Results>& files);

}  // namespace parallax::reports::gil
