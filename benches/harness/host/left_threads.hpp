// SPDX-License-Identifier: MIT
//
// Finds out a kernel that leaves threads behind, which would go on beside whatever is timed next. Only a run
// without a runtime's threads can tell: that which makes the serial answer.
#pragma once

#include <cstddef>

#include "benches/harness/host/verification.hpp"

namespace parallax {

// The threads of this process.
std::size_t threads_here();

// What is wrong if there are more than before. Those that are ending get a second.
Mistake threads_left(std::size_t before);

}  // namespace parallax
