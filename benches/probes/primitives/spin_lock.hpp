// SPDX-License-Identifier: MIT
//
// A lock of one word that never sleeps: who waits looks at it, and offers its processor to others after some
// microseconds, at once if those who want it outnumber the processors.
//
// The same between threads and processes. Not robust: if the holder dies, those who wait burn their
// processors for ever.
#pragma once

#include <sched.h>

#include <atomic>
#include <cstdint>

#include "runtimes/support/cpus.hpp"
#include "runtimes/support/spin.hpp"

namespace parallax {

class SpinLock {
 public:
  explicit SpinLock(int workers) : looks_(spin_budget_for(workers).count() > 0 ? 500 : 1) {}
  SpinLock(const SpinLock&) = delete;
  SpinLock& operator=(const SpinLock&) = delete;

  void lock() {
    while (!try_lock()) await_release();
  }
  bool try_lock() { return word_.exchange(1, std::memory_order_acquire) == 0; }
  void unlock() { word_.store(0, std::memory_order_release); }

 private:
  // Reads only, so that the line is not torn from the holder. No clock: it would cost more than the wait.
  void await_release() const {
    for (int looks = 0; word_.load(std::memory_order_relaxed) != 0;) {
      pause_processor();
      if (++looks < looks_) continue;
      sched_yield();
      looks = 0;
    }
  }

  std::atomic<std::uint32_t> word_ = 0;
  const int looks_;  // before it yields: less than the spin budget, whatever a pause takes
};

}  // namespace parallax
