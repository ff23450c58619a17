// SPDX-License-Identifier: MIT
#include "benches/probes/shared_state/manager_server.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <exception>
#include <system_error>
#include <utility>

#include "benches/probes/channels/authentication.hpp"
#include "benches/probes/shared_state/stream.hpp"
#include "support/retry.hpp"

namespace parallax {

void ManagerServer::run() {
  for (;;) {
    Descriptor socket(
        retry_on_interrupt([&] { return accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC); }));
    if (socket.get() < 0) {
      if (errno == ECONNABORTED) continue;
      if (errno != EMFILE && errno != ENFILE && errno != ENOMEM && errno != ENOBUFS)
        throw_system_error("accept4");
      // Until somebody has gone; without a pause this would burn the processor meanwhile.
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      continue;
    }
    sessions_.remove_if([](Session& session) {
      if (!session.ended) return false;
      session.thread.join();
      return true;
    });
    if (sessions_.size() < most_connections) start_session(std::move(socket));
  }
}

void ManagerServer::start_session(Descriptor socket) {
  const int on = 1;  // replies are not held back; of no effect on sockets of the machine's own
  setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  Session& session = sessions_.emplace_back();
  try {
    session.thread = std::thread([this, &session, socket = std::move(socket)]() mutable noexcept {
      serve(socket);
      socket.reset();
      session.ended = true;
    });
  } catch (const std::system_error&) {  // no thread to be had: this one is turned away
    sessions_.pop_back();
  }
}

// Whatever goes wrong ends this connection and nothing else.
void ManagerServer::serve(const Descriptor& socket) {
  try {
    authenticate_as_listener(socket.get(), key_);
    for (ManagerRequest request; receive_value(socket.get(), request);) {
      const auto reply = objects_.answer(request, socket.get());
      if (!reply) return;
      if (send_value(socket.get(), *reply)) continue;
      objects_.take_back(request, *reply);
      return;
    }
  } catch (const std::exception&) {
    return;
  }
}

}  // namespace parallax
