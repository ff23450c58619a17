// SPDX-License-Identifier: MIT
#include "benches/origin/echo_session.hpp"

namespace parallax {

void EchoSession::read() {
  socket_.async_read_some(asio::buffer(bytes_),
                          [self = shared_from_this()](const NetworkError& error, std::size_t bytes) {
                            if (error) return;
                            self->rest_ = asio::buffer(self->bytes_, bytes);
                            self->write();
                          });
}

void EchoSession::write() {
  NetworkError error;
  const std::size_t written = socket_.write_some(rest_, error);
  if (error && !would_block(error)) return;
  if (!error) rest_ += written;
  if (rest_.size() == 0) return read();
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const NetworkError& failed) {
    if (!failed) self->write();
  });
}

}  // namespace parallax
