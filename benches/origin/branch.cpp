// SPDX-License-Identifier: MIT
#include "benches/origin/branch.hpp"

#include <unistd.h>

#include <cerrno>
#include <memory>
#include <utility>

#include "benches/origin/echo_session.hpp"
#include "benches/origin/http_session.hpp"
#include "support/retry.hpp"

namespace parallax {

void serve_connection(OriginProtocol protocol, Socket socket) {
  if (protocol == OriginProtocol::http) {
    std::make_shared<HttpSession>(std::move(socket))->start();
  } else {
    std::make_shared<EchoSession>(std::move(socket))->start();
  }
}

OriginBranch::OriginBranch(Pipe pipe)
    : inbox_(context_, pipe.read.release()), outbox_(std::move(pipe.write)) {
  inbox_.non_blocking(true);
  wait();
  thread_ = std::thread([this] { context_.run(); });
}

OriginBranch::~OriginBranch() {
  outbox_.reset();
  thread_.join();
}

void OriginBranch::take(OriginProtocol protocol, Socket socket) {
  NetworkError failed;
  const Handed handed{.descriptor = socket.release(failed), .protocol = protocol};
  if (failed) return;
  // Whole, because it is short; it waits only if the thread has thousands to take.
  const ssize_t written = retry_on_interrupt([&] { return write(outbox_.get(), &handed, sizeof handed); });
  if (written != sizeof handed) close(handed.descriptor);
}

void OriginBranch::wait() {
  inbox_.async_wait(asio::posix::descriptor_base::wait_read, [this](const NetworkError& error) {
    if (!error && receive()) return wait();
    context_.stop();
  });
}

bool OriginBranch::receive() {
  for (Handed handed;;) {
    const ssize_t count =
        retry_on_interrupt([&] { return read(inbox_.native_handle(), &handed, sizeof handed); });
    if (count < 0) return errno == EAGAIN;
    if (count != sizeof handed) return false;
    Socket socket(context_);
    NetworkError failed;
    socket.assign(asio::ip::tcp::v4(), handed.descriptor, failed);
    if (failed) {
      close(handed.descriptor);
    } else {
      serve_connection(handed.protocol, std::move(socket));
    }
  }
}

}  // namespace parallax
