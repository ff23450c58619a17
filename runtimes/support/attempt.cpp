// SPDX-License-Identifier: MIT
#include "runtimes/support/attempt.hpp"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace parallax {
namespace {

using Verb = Operation::Verb;

std::int64_t or_errno(std::int64_t result) { return result < 0 ? -errno : result; }

bool ready_now(int descriptor, short events) {
  pollfd one{.fd = descriptor, .events = events, .revents = 0};
  return poll(&one, 1, 0) > 0;
}

// read() and write() where the kernel does not offer them without waiting: pipes before Linux 6.4, terminals.
// A pipe that is ready has room for PIPE_BUF bytes, and a longer write would wait.
std::int64_t call_if_ready(const Operation& operation) {
  const bool reads = operation.verb == Verb::read;
  if (!ready_now(operation.descriptor, reads ? POLLIN : POLLOUT)) return -EAGAIN;
  if (reads) return or_errno(::read(operation.descriptor, operation.memory, operation.size));
  struct stat about {};
  const bool pipe = fstat(operation.descriptor, &about) == 0 && S_ISFIFO(about.st_mode);
  const std::size_t size = pipe ? std::min<std::size_t>(operation.size, PIPE_BUF) : operation.size;
  return or_errno(::write(operation.descriptor, operation.memory, size));
}

// Makes a descriptor non-blocking for a scope.
class NonBlocking {
 public:
  explicit NonBlocking(int descriptor) : descriptor_(descriptor), flags_(fcntl(descriptor, F_GETFL)) {
    if (changes()) fcntl(descriptor_, F_SETFL, flags_ | O_NONBLOCK);
  }
  ~NonBlocking() {
    if (changes()) fcntl(descriptor_, F_SETFL, flags_);
  }
  NonBlocking(const NonBlocking&) = delete;
  NonBlocking& operator=(const NonBlocking&) = delete;

 private:
  bool changes() const { return flags_ >= 0 && (flags_ & O_NONBLOCK) == 0; }
  int descriptor_, flags_;
};

}  // namespace

std::int64_t attempt_transfer(const Operation& operation) {
  const iovec bytes{operation.memory, operation.size};
  constexpr off_t own_position = -1;
  return or_errno(operation.verb == Verb::read
                      ? preadv2(operation.descriptor, &bytes, 1, own_position, RWF_NOWAIT)
                      : pwritev2(operation.descriptor, &bytes, 1, own_position, RWF_NOWAIT));
}

std::int64_t attempt(const Operation& operation) {
  switch (operation.verb) {
    case Verb::read:
    case Verb::write: {
      const std::int64_t result = attempt_transfer(operation);
      return result == -EOPNOTSUPP ? call_if_ready(operation) : result;
    }
    case Verb::connect: {
      const NonBlocking scope(operation.descriptor);
      return or_errno(::connect(operation.descriptor, static_cast<const sockaddr*>(operation.memory),
                                static_cast<socklen_t>(operation.size)));
    }
    case Verb::readable:
      return ready_now(operation.descriptor, POLLIN) ? 0 : -EAGAIN;
    case Verb::writable:
      return ready_now(operation.descriptor, POLLOUT) ? 0 : -EAGAIN;
    case Verb::read_at:
    case Verb::write_at:
    case Verb::sync:
      break;
  }
  return plain_call(operation);
}

std::int64_t plain_call(const Operation& operation) {
  const auto offset = static_cast<off_t>(operation.offset);
  switch (operation.verb) {
    case Verb::read:
      return or_errno(::read(operation.descriptor, operation.memory, operation.size));
    case Verb::write:
      return or_errno(::write(operation.descriptor, operation.memory, operation.size));
    case Verb::read_at:
      return or_errno(::pread(operation.descriptor, operation.memory, operation.size, offset));
    case Verb::write_at:
      return or_errno(::pwrite(operation.descriptor, operation.memory, operation.size, offset));
    case Verb::sync:
      return or_errno(::fdatasync(operation.descriptor));
    case Verb::connect:
    case Verb::readable:
    case Verb::writable:
      break;
  }
  return 0;  // what cannot be waited for is ready
}

}  // namespace parallax
