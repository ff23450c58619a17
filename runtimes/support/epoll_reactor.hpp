// SPDX-License-Identifier: MIT
//
// A reactor on epoll, for where io_uring is forbidden. It tries each operation at once without waiting, and
// sleeps until the descriptor may be ready where that is refused.
//
// epoll knows nothing about regular files: reading and writing them are plain calls that hold up the whole
// loop, as in every event loop on epoll; sync() is left to a thread that may wait.
#pragma once

#include <memory>

#include "runtimes/support/reactor.hpp"

namespace parallax {

std::unique_ptr<Reactor> make_epoll_reactor(FiberQueue& ready);

}  // namespace parallax
