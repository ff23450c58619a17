// SPDX-License-Identifier: MIT
//
// Operations on descriptors tried without waiting, whatever the descriptor is and whether or not it is set to
// be non-blocking. What epoll needs: it tells when to try, never that a call will not wait.
#pragma once

#include <cstdint>

#include "runtimes/support/reactor.hpp"

namespace parallax {

// Verb::read or write by the kernel's own promise not to wait: what the system call returned, -errno if it
// failed; -EAGAIN if it would have to wait, -EOPNOTSUPP if the kernel cannot promise it for this descriptor.
std::int64_t attempt_transfer(const Operation& operation);

// Any: what the system call returned, -errno if it failed; -EAGAIN if it would have to wait.
std::int64_t attempt(const Operation& operation);

// The same by a call that may wait, for descriptors that epoll refuses. Not for connect.
std::int64_t plain_call(const Operation& operation);

}  // namespace parallax
