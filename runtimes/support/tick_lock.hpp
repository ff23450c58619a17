// SPDX-License-Identifier: MIT
//
// The global interpreter lock of Python 2, and of Python 3 up to 3.1, as a lock policy without an
// interpreter.
//
// A counter that all threads share is decremented at every checkpoint. Below zero it is reset to the check
// interval, and the holder releases the lock and takes it again at once. Nothing makes him wait for another
// to have it in between: a thread that is woken often finds the lock taken again, and goes back to sleep.
//
// Described from the behaviour of Python 2.7's Python/ceval.c and, for the semaphore,
// Python/thread_pthread.h.
#pragma once

#include <semaphore.h>

#include <atomic>
#include <cstdint>

#include "runtimes/support/lock_scopes.hpp"

namespace parallax {

// A POSIX semaphore of 0 or 1: what Python 2 made its lock of on Linux.
class BinarySemaphore {
 public:
  BinarySemaphore();  // 1
  ~BinarySemaphore() { sem_destroy(&semaphore_); }
  BinarySemaphore(const BinarySemaphore&) = delete;
  BinarySemaphore& operator=(const BinarySemaphore&) = delete;

  void wait();
  void post();

 private:
  sem_t semaphore_;
};

class TickLock {
 public:
  // Python 2 makes the lock with the second thread. With one there is none: nothing is taken or released.
  TickLock(int check_interval, int threads) : check_interval_(check_interval), exists_(threads > 1) {}

  // `holder` is a number of the calling thread's own, 0 or more.
  void take(int holder);
  void drop(int holder);

  // Called by the holder wherever it may be interrupted: one tick.
  void checkpoint(int holder) {
    const int left = ticker_.load(std::memory_order_relaxed) - 1;
    ticker_.store(left, std::memory_order_relaxed);
    if (left < 0) release_and_take(holder);
  }

  // How often the lock went from one thread to another.
  std::uint64_t switches() const { return switches_.load(std::memory_order_relaxed); }
  // How often a holder released it because the ticks had run out.
  std::uint64_t releases() const { return releases_.load(std::memory_order_relaxed); }

 private:
  void release_and_take(int holder);

  BinarySemaphore semaphore_;
  const int check_interval_;
  const bool exists_;

  // All written by the holder alone. The counter is Python's: it begins with 0, so that the first tick is one
  // that releases, and from a reset to the next release there are check interval + 1 ticks.
  std::atomic<int> ticker_ = 0;
  std::atomic<int> last_holder_ = -1;
  std::atomic<std::uint64_t> switches_ = 0, releases_ = 0;
};

}  // namespace parallax
