// SPDX-License-Identifier: MIT
//
// A queue as Python's Queue is built: send() takes one of a limited number of slots, puts a copy of the
// message into a list of this process and returns; a thread, started by the first message, feeds the list
// into a locked pipe. The receiver gives the slot back. So a sender waits neither for the pipe nor for the
// other senders, and messages are in order for each process only.
//
// A process that ends without stop_sending() takes along what its thread has not written yet, as one that is
// killed does. The slots of such messages come back: who waits for a slot looks ten times a second who has
// died.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "benches/probes/channels/accounts.hpp"
#include "benches/probes/channels/channel.hpp"
#include "benches/probes/channels/doorbell.hpp"
#include "benches/probes/channels/locked_pipe.hpp"
#include "runtimes/support/mapping.hpp"
#include "support/futex.hpp"

namespace parallax {

class FeederQueue : public Channel {
 public:
  explicit FeederQueue(const ChannelShape& shape);
  ~FeederQueue() override;

  void send(std::span<const std::byte> message) override;
  std::optional<std::size_t> receive(std::span<std::byte> to) override;
  void stop_sending() override;
  void stop_receiving() override;

  // Messages that are sent and not received: as many as make 16 MiB, but at least 2 and at most 1024.
  static std::int64_t slots_for(const ChannelShape& shape);

 protected:
  // Before a message goes on its way, when one has come (nobody else receives meanwhile), and of messages
  // that will never come, for their sender has died.
  virtual void expect() {}
  virtual void arrived() {}
  virtual void lost(std::int64_t) {}
  // For who waits. Throws WorkerDied if the pipe is broken.
  void look_for_dead_senders();

 private:
  struct Shared {
    alignas(128) std::atomic<std::int64_t> slots;
    FutexWord waiting = 0;
    alignas(128) Accounts senders;
  };

  bool take_slot();
  bool wait_for_slot();
  void start_feeding();
  void feed();
  void throw_if_failed();

  std::size_t most_bytes_;
  LockedPipe pipe_;
  Mapping memory_;
  Shared& shared_;
  Doorbell slot_;

  // Of this process.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<std::byte>> messages_;
  bool stopping_ = false;
  Account* account_ = nullptr;  // the feeding thread's
  std::exception_ptr failure_;
  std::thread feeder_;
};

}  // namespace parallax
