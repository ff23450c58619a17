// SPDX-License-Identifier: MIT
//
// A port of the origin. When descriptors run out, a listener neither spins (the connection it cannot accept
// would be reported for ever) nor lets the client wait: it keeps one spare descriptor, with which such a
// connection is accepted and reset.
#pragma once

#include <cstdint>
#include <functional>

#include "benches/origin/network.hpp"
#include "support/descriptor.hpp"

namespace parallax {

class Listener {
 public:
  // Listens on a free port of `address`; `on_connection` gets every connection. Throws std::system_error.
  Listener(asio::io_context& context, const asio::ip::address_v4& address,
           std::function<void(Socket)> on_connection);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  void wait();
  void accept();
  // Accepts one connection and lets go of it at once. Returns the error number if there is none, or none can
  // be accepted.
  int refuse_one();
  // Tries again a little later, when nothing else helps.
  void pause();

  Acceptor acceptor_;
  Timer pause_;
  Descriptor spare_;
  std::function<void(Socket)> on_connection_;
};

}  // namespace parallax
