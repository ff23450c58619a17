// SPDX-License-Identifier: MIT
//
// A reactor on io_uring. Whatever the fibers have asked for since the last look is handed over in one system
// call, the same that waits for what ends first; so a round of n reads costs one call instead of n.
#pragma once

#include <memory>

#include "runtimes/support/reactor.hpp"

namespace parallax {

// For this many fibers, each of which has at most one operation under way. Throws std::system_error naming
// the call if the kernel does not let us, and std::runtime_error if it is too old.
std::unique_ptr<Reactor> make_uring_reactor(int fibers, FiberQueue& ready);

}  // namespace parallax
