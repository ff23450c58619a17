// SPDX-License-Identifier: MIT
//
// The origin's two services: HTTP pages and an echo. One thread accepts all connections and shares them out
// in turn, to itself too. No connection ever makes a thread wait for another one.
#pragma once

#include <cstddef>
#include <deque>

#include "benches/origin/branch.hpp"
#include "benches/origin/listener.hpp"
#include "benches/origin/origin.hpp"

namespace parallax {

class OriginServer {
 public:
  // Listens at `address` from now on, serves while the context runs, with so many threads, the context's
  // included. Throws std::system_error.
  OriginServer(asio::io_context& context, const asio::ip::address_v4& address, int threads);

  OriginPorts ports() const { return {.http = http_.port(), .echo = echo_.port()}; }

 private:
  void serve(OriginProtocol protocol, Socket socket);

  std::deque<OriginBranch> branches_;
  std::size_t turn_ = 0;
  Listener http_, echo_;
};

}  // namespace parallax
