// SPDX-License-Identifier: MIT
//
// A guard for the two ends of a pipe.
#pragma once

#include <fcntl.h>

#include <array>

#include "runtimes/support/descriptor.hpp"

namespace parallax {

struct Pipe {
  // Throws std::system_error.
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe2");
    read = Descriptor(ends[0]);
    write = Descriptor(ends[1]);
  }

  Descriptor read, write;
};

// Reading from it and writing to it no longer wait.
inline void set_nonblocking(const Descriptor& descriptor) {
  if (fcntl(descriptor.get(), F_SETFL, O_NONBLOCK) != 0)
    throw std::system_error(errno, std::generic_category(), "fcntl(O_NONBLOCK)");
}

}  // namespace parallax
