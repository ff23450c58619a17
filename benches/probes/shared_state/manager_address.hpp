// SPDX-License-Identifier: MIT
//
// Where a manager listens: a socket of the machine's own, without a name in the file system, or a port of
// the loopback interface. Either is picked by the kernel and gone with the process.
#pragma once

#include <sys/socket.h>

#include "support/descriptor.hpp"

namespace parallax {

enum class ManagerTransport { local, tcp };

class ManagerAddress {
 public:
  // Listens at a fresh address.
  static Descriptor listen(ManagerTransport transport, ManagerAddress& address);
  // Throws std::system_error naming the call.
  Descriptor connect() const;

 private:
  sockaddr_storage bytes_{};
  socklen_t length_ = 0;
};

}  // namespace parallax
