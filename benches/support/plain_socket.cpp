// SPDX-License-Identifier: MIT
#include "benches/support/plain_socket.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <stdexcept>

#include "support/retry.hpp"
#include "support/system_error.hpp"

namespace parallax {

void send_bytes(int socket, const void* bytes, std::size_t size) {
  // Without MSG_NOSIGNAL a conductor that has gone would end the host by SIGPIPE before it can clean up.
  check(retry_on_interrupt([&] { return send(socket, bytes, size, MSG_NOSIGNAL); }), "send");
}

bool receive_bytes(int socket, void* bytes, std::size_t size) {
  const ssize_t received = retry_on_interrupt([&] { return recv(socket, bytes, size, MSG_TRUNC); });
  if (received == static_cast<ssize_t>(size)) return true;
  if (received == 0) return false;
  if (received > 0) throw std::runtime_error("a message of another program's length");
  if (errno == ECONNRESET) return false;
  throw_system_error("recv");
}

}  // namespace parallax
