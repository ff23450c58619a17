// SPDX-License-Identifier: MIT
//
// A guard for the two ends of a pipe.
#pragma once

#include <fcntl.h>

#include <array>

#include "support/descriptor.hpp"

namespace parallax {

struct Pipe {
  // Throws std::system_error.
  Pipe() {
    std::array<int, 2> ends{};
    check(pipe2(ends.data(), O_CLOEXEC), "pipe2");
    read = Descriptor(ends[0]);
    write = Descriptor(ends[1]);
  }

  Descriptor read, write;
};

// Reading from it and writing to it no longer wait.
inline void set_nonblocking(const Descriptor& descriptor) {
  check(fcntl(descriptor.get(), F_SETFL, O_NONBLOCK), "fcntl(O_NONBLOCK)");
}

}  // namespace parallax
