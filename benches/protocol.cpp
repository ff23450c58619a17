// SPDX-License-Identifier: MIT
#include "benches/protocol.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "benches/origin/origin.hpp"

namespace parallax {

template <class T>
void send_plain(int socket, const T& value) {
  // Without MSG_NOSIGNAL a conductor that has gone would end the host by SIGPIPE before it can clean up.
  while (send(socket, &value, sizeof value, MSG_NOSIGNAL) < 0) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "send");
  }
}

template <class T>
bool receive_plain(int socket, T& value) {
  for (;;) {
    const ssize_t received = recv(socket, &value, sizeof value, MSG_TRUNC);
    if (received == sizeof value) return true;
    if (received == 0) return false;
    if (received > 0) throw std::runtime_error("a message of another program's length");
    if (errno == ECONNRESET) return false;
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "recv");
  }
}

template void send_plain(int, const Order&);
template void send_plain(int, const Message&);
template void send_plain(int, const OriginPorts&);
template bool receive_plain(int, Order&);
template bool receive_plain(int, Message&);
template bool receive_plain(int, OriginPorts&);

}  // namespace parallax
