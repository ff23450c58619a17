// SPDX-License-Identifier: MIT
//
// A pipe for several senders and receivers, with a lock for either side, as Python's queues have it: who
// receives holds a lock from before a message has come until all of it has.
//
// The locks are robust, where Python's are semaphores that stay taken for ever. What the pipe carries is not:
// if somebody is killed in the middle of a message of more than 4096 bytes, or between the two reads of a
// message, nobody knows where the next one begins. That is noticed (the length in front of a message has a
// check), and from then on everybody gets WorkerDied.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <span>

#include "benches/probes/primitives/mutex.hpp"
#include "runtimes/support/mapping.hpp"
#include "support/descriptor.hpp"

namespace parallax {

class LockedPipe {
 public:
  explicit LockedPipe(std::size_t most_bytes);

  // Calls `received` while the lock is still held, once a message has come.
  template <class Received>
  std::optional<std::size_t> receive(std::span<std::byte> to, Received received) {
    const std::lock_guard lock(shared_.receivers);
    const auto size = receive_alone(to);
    if (size) received();
    return size;
  }
  void send(std::span<const std::byte> message);

  // Whether somebody has been killed where it does harm.
  bool broken() const { return shared_.broken; }

  void stop_sending() { out_.reset(); }
  void stop_receiving() { in_.reset(); }

 private:
  struct Shared {
    alignas(128) Mutex senders{Sharing::processes, Robust::yes};
    alignas(128) Mutex receivers{Sharing::processes, Robust::yes};
    alignas(128) std::atomic<bool> sending = false;  // a message that is not written at once
    std::atomic<bool> broken = false;
  };

  std::optional<std::size_t> receive_alone(std::span<std::byte> to);
  bool read_all(std::span<std::byte> to, bool begun);
  bool sender_died();
  [[noreturn]] void refuse();

  std::size_t most_bytes_;
  Descriptor in_, out_;
  Mapping memory_;
  Shared& shared_;
};

}  // namespace parallax
