// SPDX-License-Identifier: MIT
//
// A client of a local server, as simple as can be: one blocking socket, and just enough HTTP to take answers
// apart. It shares no code with the server it tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "support/descriptor.hpp"

namespace parallax::testing {

class Client {
 public:
  struct Reply {
    int status = 0;  // 0 if the connection ended before the answer was complete
    std::string header;
    std::string body;
  };

  // Connects to the port on 127.0.0.1. Throws std::system_error.
  explicit Client(std::uint16_t port);

  // Sends all of it; false if the other side has gone.
  bool send(std::string_view bytes);
  // "GET target HTTP/1.1" with the header lines given, each with its "\r\n".
  bool get(std::string_view target, std::string_view lines = "");
  // The next answer. One to HEAD has no body.
  Reply reply(bool head = false);
  Reply reply_to(std::string_view target, std::string_view lines = "") {
    get(target, lines);
    return reply();
  }
  // The next `bytes` bytes, fewer if the connection ends before.
  std::string receive(std::size_t bytes);
  // Whether the server has closed the connection, after nothing more than we know.
  bool ended() { return receive(1).empty(); }
  // Nothing more will be sent.
  void finish();
  // Goes away in the rudest way: with a reset.
  void vanish();

 private:
  bool receive_some();

  Descriptor socket_;
  std::string received_;  // and not asked for yet
};

}  // namespace parallax::testing
