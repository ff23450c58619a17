// SPDX-License-Identifier: MIT
//
// The least that a run needs of what `ulimit` limits. With less, libraries end the program in their own words, or it dies.
#pragma once

namespace parallax {

// Raises the soft limit of open files where that is too low. Throws std::runtime_error if what may be had is too little.
void require_limits();

}  // namespace parallax
