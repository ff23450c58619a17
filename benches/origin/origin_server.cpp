// SPDX-License-Identifier: MIT
#include "benches/origin/origin_server.hpp"

#include <utility>

#include "benches/support/page.hpp"

namespace parallax {

OriginServer::OriginServer(asio::io_context& context, const asio::ip::address_v4& address, int threads)
    : http_(context, address, [this](Socket socket) { serve(OriginProtocol::http, std::move(socket)); }),
      echo_(context, address, [this](Socket socket) { serve(OriginProtocol::echo, std::move(socket)); }) {
  page_table();  // so that no request waits until it is made
  for (int i = 1; i < threads; ++i) branches_.emplace_back();
}

void OriginServer::serve(OriginProtocol protocol, Socket socket) {
  const std::size_t turn = turn_++ % (branches_.size() + 1);
  if (turn == branches_.size()) return serve_connection(protocol, std::move(socket));
  branches_[turn].take(protocol, std::move(socket));
}

}  // namespace parallax
