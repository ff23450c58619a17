// SPDX-License-Identifier: MIT
//
// A TCP server on a free loopback port that says what a test wants it to say, mostly something wrong.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/descriptor.hpp"

namespace parallax::testing {

class Server {
 public:
  // talk(socket): one connection, in a thread of its own; the socket is closed when it returns. At the
  // server's end sockets are shut down, so that a read() or write() in there returns.
  explicit Server(std::function<void(int)> talk);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const { return port_; }
  // "http://127.0.0.1:PORT"
  std::string url() const;

 private:
  void accept_all();

  std::function<void(int)> talk_;
  Descriptor listening_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;  // protects what follows
  bool ending_ = false;
  std::vector<int> open_;
  std::vector<std::thread> talks_;
  std::thread accepting_;
};

// Reads up to the end of a request's header; false if the other side has closed first.
bool read_request(int socket);

void say(int socket, const std::string& text);

}  // namespace parallax::testing
