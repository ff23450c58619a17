// SPDX-License-Identifier: MIT
//
// The origin's two services: HTTP pages and an echo. One thread serves all connections, and no connection
// ever makes it wait for another one.
#pragma once

#include "benches/origin/listener.hpp"
#include "benches/origin/origin.hpp"

namespace parallax {

class OriginServer {
 public:
  // Listens at `address` from now on, serves while the context runs. Throws std::system_error.
  OriginServer(asio::io_context& context, const asio::ip::address_v4& address);

  OriginPorts ports() const { return {.http = http_.port(), .echo = echo_.port()}; }

 private:
  Listener http_, echo_;
};

}  // namespace parallax
