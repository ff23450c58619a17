// SPDX-License-Identifier: MIT
#include "benches/origin/origin_server.hpp"

#include <memory>
#include <utility>

#include "benches/origin/echo_session.hpp"
#include "benches/origin/http_session.hpp"
#include "benches/support/page.hpp"

namespace parallax {

OriginServer::OriginServer(asio::io_context& context, const asio::ip::address_v4& address)
    : http_(context, address,
            [](Socket socket) { std::make_shared<HttpSession>(std::move(socket))->start(); }),
      echo_(context, address,
            [](Socket socket) { std::make_shared<EchoSession>(std::move(socket))->start(); }) {
  page_table();  // so that no request waits until it is made
}

}  // namespace parallax
