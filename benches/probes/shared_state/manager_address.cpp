// SPDX-License-Identifier: MIT
#include "benches/probes/shared_state/manager_address.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/un.h>

#include <cstring>

#include "support/retry.hpp"
#include "support/system_error.hpp"

namespace parallax {

Descriptor ManagerAddress::listen(ManagerTransport transport, ManagerAddress& address) {
  sockaddr_storage any{};
  socklen_t length = 0;
  if (transport == ManagerTransport::local) {
    // Nothing but the family: Linux picks a name in a space of its own, which no file system knows.
    any.ss_family = AF_UNIX;
    length = sizeof(sa_family_t);
  } else {
    const sockaddr_in loopback{
        .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    std::memcpy(&any, &loopback, sizeof loopback);
    length = sizeof loopback;
  }
  Descriptor socket(::socket(any.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  check(bind(socket.get(), reinterpret_cast<const sockaddr*>(&any), length), "bind");
  check(::listen(socket.get(), SOMAXCONN), "listen");
  address.length_ = sizeof address.bytes_;
  check(getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address.bytes_), &address.length_),
        "getsockname");
  return socket;
}

Descriptor ManagerAddress::connect() const {
  Descriptor socket(::socket(bytes_.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  const int on = 1;  // a request is not held back for another one that will not come
  if (bytes_.ss_family == AF_INET)
    check(setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "setsockopt");
  // Interrupted before anything has begun, on sockets of the machine's own; our processes get no signals.
  check(retry_on_interrupt(
            [&] { return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&bytes_), length_); }),
        "connect");
  return socket;
}

}  // namespace parallax
