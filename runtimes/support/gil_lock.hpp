// SPDX-License-Identifier: MIT
//
// The global interpreter lock as CPython has had it since 3.2, as a lock policy without an interpreter.
//
// Whoever wants the lock waits for the switch interval; if nobody got it in between, he requests that it be
// dropped. The holder sees the request at its next checkpoint, drops the lock and, having been asked to, does
// not take it again before another one has. There is no queue: who gets it is up to the operating system.
//
// Source: Antoine Pitrou, "Reworking the GIL", python-dev, October 2009; described from the behaviour of
// CPython's Python/ceval_gil.c. The names are CPython's.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "runtimes/support/histogram.hpp"
#include "runtimes/support/lock_scopes.hpp"

namespace parallax {

class GilLock {
 public:
  // CPython has no shorter interval than a microsecond either.
  explicit GilLock(std::chrono::microseconds switch_interval)
      : interval_(std::max(switch_interval, std::chrono::microseconds(1))) {}

  // `holder` is a number of the calling thread's own, 0 or more.
  void take(int holder);
  void drop(int holder);

  // Called by the holder wherever it may be interrupted; free unless somebody requested the lock.
  void checkpoint(int holder) {
    if (drop_request_.load(std::memory_order_relaxed)) drop_and_take(holder);
  }

  // How often the lock went from one thread to another.
  std::uint64_t switches() const { return switch_number_.load(std::memory_order_relaxed); }
  // How often a holder dropped it at a checkpoint because somebody had requested that.
  std::uint64_t forced_drops() const { return forced_drops_.load(std::memory_order_relaxed); }
  // How long each take() that found the lock held has waited for it.
  Histogram& waits() { return waits_; }

 private:
  void drop_and_take(int holder);
  void wait_until_free(std::unique_lock<std::mutex>& lock);

  std::chrono::microseconds interval_;
  std::atomic<bool> drop_request_ = false;

  std::mutex mutex_;  // protects locked_, announced by free_
  std::condition_variable free_;
  bool locked_ = false;

  std::mutex switch_mutex_;  // forced switching: the one who drops waits on switched_ for another to take
  std::condition_variable switched_;
  std::atomic<int> last_holder_ = -1;
  std::atomic<std::uint64_t> switch_number_ = 0;

  std::atomic<std::uint64_t> forced_drops_ = 0;  // written by the holder
  Histogram waits_;
};

using GilHeld = Held<GilLock>;
using GilReleased = Released<GilLock>;

}  // namespace parallax
