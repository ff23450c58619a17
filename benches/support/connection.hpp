// SPDX-License-Identifier: MIT
//
// A TCP connection as a kernel sees it: opened, written and read through its worker's verbs, so that every
// runtime waits in its own way. Errors name the other side.
#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <span>
#include <string>

#include "runtimes/worker.hpp"
#include "support/descriptor.hpp"

namespace parallax {

// "127.0.0.1:8080", "[::1]:8080"
std::string address_text(const sockaddr_storage& address);

class Connection {
 public:
  bool open() const { return socket_.get() >= 0; }
  // Connects, without delay for small messages. Throws std::runtime_error ("connect to 127.0.0.1:80:
  // Connection refused").
  void connect(Worker& worker, const sockaddr_storage& address, socklen_t length);
  void close() { socket_.reset(); }

  // All of it. Throws std::system_error if the other side has gone.
  void write_all(Worker& worker, std::span<const std::byte> bytes);
  // Bytes read, 0 if the other side has closed.
  std::size_t read(Worker& worker, std::span<std::byte> to);

 private:
  Descriptor socket_;
};

}  // namespace parallax
