// SPDX-License-Identifier: MIT
#include "benches/origin/listener.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace parallax {
namespace {

// So many connections at most before sessions get their turn.
constexpr int batch = 64;

Descriptor open_spare() { return Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC)); }

}  // namespace

Listener::Listener(asio::io_context& context, const asio::ip::address_v4& address,
                   std::function<void(Socket)> on_connection)
    : acceptor_(context), pause_(context), spare_(open_spare()), on_connection_(std::move(on_connection)) {
  acceptor_.open(asio::ip::tcp::v4());
  acceptor_.set_option(Acceptor::reuse_address(true));
  // Without this, Asio would wait for the next connection, and everyone with it, when one is aborted.
  acceptor_.set_option(Acceptor::enable_connection_aborted(true));
  acceptor_.bind({address, 0});
  acceptor_.listen(SOMAXCONN);
  acceptor_.non_blocking(true);
  wait();
}

// Waiting for the port to be readable, instead of for a connection, is what does not spin: Linux looks for a
// free descriptor before it looks for a connection, so accept fails by EMFILE even if nobody is there.
void Listener::wait() {
  acceptor_.async_wait(Acceptor::wait_read, [this](const NetworkError& error) {
    if (!error) accept();
  });
}

void Listener::accept() {
  for (int i = 0; i < batch; ++i) {
    NetworkError failed;
    Socket socket = acceptor_.accept(failed);
    int error = failed.value();
    if (error == 0) {
      on_connection_(std::move(socket));
      continue;
    }
    if (error == EMFILE || error == ENFILE) error = refuse_one();
    if (error == EAGAIN) break;
    if (error != 0 && error != ECONNABORTED) return pause();
  }
  wait();
}

int Listener::refuse_one() {
  spare_.reset();
  int error = 0;
  Descriptor connection(accept4(acceptor_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC));
  if (connection.get() < 0) {
    error = errno;
  } else {
    const linger reset{.l_onoff = 1, .l_linger = 0};
    setsockopt(connection.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    connection.reset();
  }
  spare_ = open_spare();
  return error;
}

void Listener::pause() {
  pause_.expires_after(std::chrono::milliseconds(10));
  pause_.async_wait([this](const NetworkError& error) {
    if (!error) wait();
  });
}

}  // namespace parallax
