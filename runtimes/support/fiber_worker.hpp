// SPDX-License-Identifier: MIT
//
// The worker whose verbs suspend a fiber and not a thread. It fails as worker.cpp does, with the same calls
// named; but a descriptor that is set to be non-blocking is waited for like any other, and io_uring takes
// read_at() of what has no places, such as a pipe, for read() instead of refusing it.
#pragma once

#include "runtimes/support/fiber_loop.hpp"
#include "runtimes/worker.hpp"

namespace parallax {

class FiberWorker final : public Worker {
 public:
  FiberWorker(int index, FiberLoop& loop) : Worker(index), loop_(loop) {}

  void sleep_for(std::chrono::nanoseconds duration) override;
  std::size_t read(int descriptor, std::span<std::byte> to) override;
  std::size_t read_at(int descriptor, std::span<std::byte> to, std::size_t offset) override;
  std::size_t write(int descriptor, std::span<const std::byte> from) override;
  std::size_t write_at(int descriptor, std::span<const std::byte> from, std::size_t offset) override;
  void sync(int descriptor) override;
  void connect(int descriptor, const sockaddr& address, socklen_t length) override;
  void checkpoint() override { loop_.checkpoint(); }

 private:
  void block(void (*call)(void*), void* context) override { loop_.block(call, context); }

  std::size_t completed(const char* call, Operation operation);

  FiberLoop& loop_;
};

}  // namespace parallax
