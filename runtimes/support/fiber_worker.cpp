// SPDX-License-Identifier: MIT
#include "runtimes/support/fiber_worker.hpp"

#include <cerrno>

#include "support/system_error.hpp"

namespace parallax {
namespace {

using Verb = Operation::Verb;

// Whoever wants to connect to a local socket whose queue is full can only come again.
constexpr std::chrono::milliseconds full_queue_pause{1};

Operation operation(Verb verb, int descriptor, std::span<const std::byte> bytes, std::size_t offset = 0) {
  return {.verb = verb,
          .descriptor = descriptor,
          .memory = const_cast<std::byte*>(bytes.data()),
          .size = bytes.size(),
          .offset = offset};
}

}  // namespace

// Performs it until no signal interrupts and a non-blocking descriptor no longer asks to come again.
std::size_t FiberWorker::completed(const char* call, Operation wanted) {
  for (;;) {
    loop_.perform(wanted);
    if (wanted.result >= 0) return static_cast<std::size_t>(wanted.result);
    if (wanted.result == -EAGAIN) {
      const bool reads = wanted.verb == Verb::read || wanted.verb == Verb::read_at;
      Operation until_ready = operation(reads ? Verb::readable : Verb::writable, wanted.descriptor, {});
      loop_.perform(until_ready);
    } else if (wanted.result != -EINTR) {
      throw_system_error(static_cast<int>(-wanted.result), call);
    }
  }
}

void FiberWorker::sleep_for(std::chrono::nanoseconds duration) {
  using Clock = FiberLoop::Clock;
  if (duration.count() <= 0) return checkpoint();
  const auto now = Clock::now();
  loop_.sleep_until(duration < Clock::time_point::max() - now ? now + duration : Clock::time_point::max());
}

std::size_t FiberWorker::read(int descriptor, std::span<std::byte> to) {
  return completed("read", operation(Verb::read, descriptor, to));
}

std::size_t FiberWorker::read_at(int descriptor, std::span<std::byte> to, std::size_t offset) {
  return completed("pread", operation(Verb::read_at, descriptor, to, offset));
}

std::size_t FiberWorker::write(int descriptor, std::span<const std::byte> from) {
  return completed("write", operation(Verb::write, descriptor, from));
}

std::size_t FiberWorker::write_at(int descriptor, std::span<const std::byte> from, std::size_t offset) {
  return completed("pwrite", operation(Verb::write_at, descriptor, from, offset));
}

void FiberWorker::sync(int descriptor) {
  if (!loop_.syncs()) return Worker::sync(descriptor);  // on a thread that may wait
  completed("fdatasync", operation(Verb::sync, descriptor, {}));
}

void FiberWorker::connect(int descriptor, const sockaddr& address, socklen_t length) {
  const std::span bytes(reinterpret_cast<const std::byte*>(&address), length);
  for (;;) {
    Operation begun = operation(Verb::connect, descriptor, bytes);
    loop_.perform(begun);
    int error = static_cast<int>(-begun.result);
    if (begun.result >= 0) return;
    if (error == EINTR) continue;
    if (error == EAGAIN && address.sa_family == AF_UNIX) {
      sleep_for(full_queue_pause);
      continue;
    }
    if (error == EINPROGRESS || error == EALREADY || error == EAGAIN) {
      Operation until_ended = operation(Verb::writable, descriptor, {});
      loop_.perform(until_ended);
      socklen_t size = sizeof error;
      if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
      if (error == 0) return;
    }
    throw_system_error(error, "connect");
  }
}

}  // namespace parallax
