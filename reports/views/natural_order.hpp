// SPDX-License-Identifier: MIT
// Names as people sort them: BM_x/2 before BM_x/16.
#pragma once

#include <string_view>

namespace parallax::reports {

// Runs of digits are compared as numbers, everything else by its bytes. A strict weak order; names that differ in leading
// zeros only are in the order of their bytes.
bool comes_naturally_before(std::string_view one, std::string_view other);

}  // namespace parallax::reports
