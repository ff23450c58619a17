// SPDX-License-Identifier: MIT
//
// A guard for two connected sockets of the kind AF_UNIX.
#pragma once

#include <sys/socket.h>

#include <array>

#include "support/descriptor.hpp"

namespace parallax {

struct SocketPair {
  // type: SOCK_STREAM, or SOCK_SEQPACKET, which keeps message borders. Throws std::system_error.
  explicit SocketPair(int type) {
    std::array<int, 2> ends{};
    check(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends.data()), "socketpair");
    first = Descriptor(ends[0]);
    second = Descriptor(ends[1]);
  }

  Descriptor first, second;
};

}  // namespace parallax
