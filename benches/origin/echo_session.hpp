// SPDX-License-Identifier: MIT
//
// One connection to the origin's echo: what comes goes back, in order and complete. It reads on only when it
// has written all it had read, so a client that sends without ever receiving is stopped by its own socket,
// not by our memory.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <memory>

#include "benches/origin/network.hpp"

namespace parallax {

class EchoSession : public std::enable_shared_from_this<EchoSession> {
 public:
  explicit EchoSession(Socket socket) : socket_(std::move(socket)) { prepare(socket_); }
  // Echoes from now on, as long as the client wants.
  void start() { read(); }

 private:
  void read();
  void write();

  Socket socket_;
  std::array<char, 8192> bytes_;
  asio::const_buffer rest_;  // of what has been read, still to be written
};

}  // namespace parallax
