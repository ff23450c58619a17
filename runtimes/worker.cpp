// SPDX-License-Identifier: MIT
//
// The verbs as plain system calls, each inside blocking(), so that one hook serves them all.
#include "runtimes/worker.hpp"

#include <unistd.h>

#include <cerrno>
#include <ctime>

#include "support/retry.hpp"
#include "support/system_error.hpp"

namespace parallax {
namespace {

// Calls until a signal no longer interrupts; turns -1 into an exception that names the call.
template <class Call>
std::size_t completed(const char* name, Call call) {
  return static_cast<std::size_t>(check(static_cast<ssize_t>(retry_on_interrupt(call)), name));
}

}  // namespace

void Worker::sleep_for(std::chrono::nanoseconds duration) {
  // An absolute deadline: an interrupted sleep resumes without growing longer.
  timespec until{};
  clock_gettime(CLOCK_MONOTONIC, &until);
  const auto total = std::chrono::nanoseconds(until.tv_nsec) + duration;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(total);
  until.tv_sec += seconds.count();
  until.tv_nsec = (total - seconds).count();
  blocking([&] {
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {
    }
  });
}

std::size_t Worker::read(int descriptor, std::span<std::byte> to) {
  return blocking(
      [&] { return completed("read", [&] { return ::read(descriptor, to.data(), to.size()); }); });
}

std::size_t Worker::read_at(int descriptor, std::span<std::byte> to, std::size_t offset) {
  return blocking([&] {
    return completed("pread",
                     [&] { return ::pread(descriptor, to.data(), to.size(), static_cast<off_t>(offset)); });
  });
}

std::size_t Worker::write(int descriptor, std::span<const std::byte> from) {
  return blocking(
      [&] { return completed("write", [&] { return ::write(descriptor, from.data(), from.size()); }); });
}

std::size_t Worker::write_at(int descriptor, std::span<const std::byte> from, std::size_t offset) {
  return blocking([&] {
    return completed(
        "pwrite", [&] { return ::pwrite(descriptor, from.data(), from.size(), static_cast<off_t>(offset)); });
  });
}

void Worker::sync(int descriptor) {
  blocking([&] { completed("fdatasync", [&] { return ::fdatasync(descriptor); }); });
}

void Worker::connect(int descriptor, const sockaddr& address, socklen_t length) {
  // Called again after an interruption, connect goes on waiting for what it has begun.
  blocking([&] { completed("connect", [&] { return ::connect(descriptor, &address, length); }); });
}

}  // namespace parallax
