// SPDX-License-Identifier: MIT
//
// What tells an event loop that a descriptor's operation has ended, and lets its thread sleep until one has.
// There is one for io_uring and one for epoll; a loop owns one and only its thread calls it, wake() excepted.
//
// An operation lies on the stack of the fiber that waits for it. It belongs to the reactor from begin() until
// its fiber is in the queue of those that are ready.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "runtimes/support/fiber.hpp"

namespace parallax {

struct Operation {
  enum class Verb : std::uint8_t { read, read_at, write, write_at, sync, connect, readable, writable };

  Verb verb = Verb::read;
  int descriptor = -1;
  void* memory = nullptr;  // the bytes, or connect's address
  std::size_t size = 0;
  std::size_t offset = 0;
  Fiber* fiber = nullptr;
  Operation* next = nullptr;  // the reactor's
  std::int64_t result = 0;    // as of the system call, but -errno if it failed
};

class Reactor {
 public:
  using Time = std::chrono::steady_clock::time_point;

  virtual ~Reactor() = default;

  // Called once by the thread that will call everything else.
  virtual void start() {}

  // True if the operation has ended at once. Otherwise poll() or wait() will make its fiber ready.
  virtual bool begin(Operation& operation) = 0;
  // Makes ready whose operations have ended, without waiting for any.
  virtual void poll() = 0;
  // As poll(), but sleeps until there is one, wake() is called, or that time has come. May return early.
  virtual void wait(std::optional<Time> until) = 0;

  // Called before poll() and wait() while wake() may come.
  virtual void expect_wake() {}
  // From any thread: ends a wait(), the present one or the next.
  virtual void wake() noexcept = 0;

  // Whether begin() knows to wait for the device in Verb::sync.
  virtual bool syncs() const = 0;
};

}  // namespace parallax
