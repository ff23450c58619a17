// SPDX-License-Identifier: MIT
// Contests: who wins a work, as far as it was measured.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "benches/harness/planning/measured_cell.hpp"

namespace parallax {

// Of every work, the fastest cell and the one of another runtime that comes next, if the values of the two overlap: indexes
// into `measured`. `work_of` has a number for each of the `cells`.
std::vector<std::size_t> undecided(const std::vector<std::reference_wrapper<const MeasuredCell>>& measured,
                                   const std::vector<Cell>& cells, const std::vector<std::size_t>& work_of);

}  // namespace parallax
