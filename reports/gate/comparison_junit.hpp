// SPDX-License-Identifier: MIT
// A comparison as JUnit XML, which most CI servers show beside their tests.
#pragma once

#include <string>

#include "reports/gate/comparison.hpp"

namespace parallax::reports::gate {

// A test case for each cell: a regression is a failure, an error or an invalid cell an error, and what was
// not settled is skipped (a failure if the run was strict). A cell that is gone is a failure unless that is
// allowed. One test case more says so if the run is incomplete. So something failed exactly if the exit code
// is not 0. Well-formed whatever a cell is called.
std::string to_junit(const Comparison& comparison);

}  // namespace parallax::reports::gate
