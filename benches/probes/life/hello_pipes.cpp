// SPDX-License-Identifier: MIT
#include "benches/probes/life/hello_pipes.hpp"

#include <fcntl.h>
#include <poll.h>

#include <array>
#include <stdexcept>
#include <utility>

#include "support/pipe.hpp"

namespace parallax {

HelloPipes::HelloPipes() {
  Pipe hello, leave;
  hears_ = std::move(hello.read);
  to_parent_ = std::move(hello.write);
  from_parent_ = std::move(leave.read);
  lets_go_ = std::move(leave.write);
}

std::optional<Hello> HelloPipes::receive(std::chrono::milliseconds patience) {
  pollfd source{.fd = hears_.get(), .events = POLLIN, .revents = 0};
  const int ready = poll(&source, 1, static_cast<int>(patience.count()));
  if (ready < 0 && errno != EINTR) throw_system_error("poll");
  if (ready <= 0) return {};
  Hello said;  // shorter than what a pipe takes and gives in one piece
  const ssize_t bytes = check(read(hears_.get(), &said, sizeof said), "read");
  if (bytes != static_cast<ssize_t>(sizeof said)) throw std::runtime_error("a worker said half a hello");
  return said;
}

void HelloPipes::release() const {
  const char byte = 0;
  if (write(lets_go_.get(), &byte, 1) != 1) throw_system_error("write");
}

}  // namespace parallax
