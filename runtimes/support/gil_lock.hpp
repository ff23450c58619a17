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

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace parallax {

class GilLock {
 public:
  explicit GilLock(std::chrono::microseconds switch_interval) : interval_(switch_interval) {}

  // `holder` is a number of the calling thread's own, 0 or more.
  void take(int holder);
  void drop(int holder);

  // Called by the holder wherever it may be interrupted; free unless somebody requested the lock.
  void checkpoint(int holder) {
    if (!drop_request_.load(std::memory_order_relaxed)) return;
    drop(holder);
    take(holder);
  }

  // How often the lock went from one thread to another.
  std::uint64_t switches() const { return switch_number_.load(std::memory_order_relaxed); }

 private:
  std::chrono::microseconds interval_;
  std::atomic<bool> drop_request_ = false;

  std::mutex mutex_;  // protects locked_, announced by free_
  std::condition_variable free_;
  bool locked_ = false;

  std::mutex switch_mutex_;  // forced switching: the one who drops waits on switched_ for another to take
  std::condition_variable switched_;
  std::atomic<int> last_holder_ = -1;
  std::atomic<std::uint64_t> switch_number_ = 0;
};

// Holds the lock for a scope.
class GilHeld {
 public:
  GilHeld(GilLock& lock, int holder) : lock_(lock), holder_(holder) { lock_.take(holder_); }
  ~GilHeld() { lock_.drop(holder_); }
  GilHeld(const GilHeld&) = delete;
  GilHeld& operator=(const GilHeld&) = delete;

 private:
  GilLock& lock_;
  int holder_;
};

// Lets go of the lock for a scope: what an interpreter does around a blocking call.
class GilReleased {
 public:
  GilReleased(GilLock& lock, int holder) : lock_(lock), holder_(holder) { lock_.drop(holder_); }
  ~GilReleased() { lock_.take(holder_); }
  GilReleased(const GilReleased&) = delete;
  GilReleased& operator=(const GilReleased&) = delete;

 private:
  GilLock& lock_;
  int holder_;
};

}  // namespace parallax
