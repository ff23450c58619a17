// SPDX-License-Identifier: MIT
//
// A flag to wait for, as Python's Event, on one futex word: set, clear, wait.
//
// Whoever waits when it is set returns, even if it is cleared before the sleeper has woken up; for that the
// word counts how often it has been set. Between threads and processes alike. There is no lock in it that
// somebody could take into his grave, but nobody tells those who wait that the one who would have set it is
// dead.
#pragma once

#include "support/futex.hpp"

namespace parallax {

class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  bool is_set() const { return (word_.load(std::memory_order_acquire) & set_bit) != 0; }

  // The system call is made only if somebody may be asleep.
  void set() {
    std::uint32_t seen = word_.load(std::memory_order_relaxed), next = 0;
    do {
      // If it is set already, an exchange of equals: who sees the flag shall see what was written before.
      next = (seen & set_bit) != 0 ? seen : ((seen & ~flags) + one_time) | set_bit;
    } while (!word_.compare_exchange_weak(seen, next, std::memory_order_release, std::memory_order_relaxed));
    if ((seen & asleep_bit) != 0) futex_wake_all(word_);
  }

  void clear() { word_.fetch_and(~set_bit, std::memory_order_acq_rel); }

  // Never spins.
  void wait() {
    std::uint32_t seen = word_.load(std::memory_order_acquire);
    const std::uint32_t times = seen & ~flags;
    while ((seen & set_bit) == 0 && (seen & ~flags) == times) {
      if ((seen & asleep_bit) == 0 &&
          !word_.compare_exchange_weak(seen, seen | asleep_bit, std::memory_order_acquire))
        continue;
      futex_wait(word_, seen | asleep_bit);
      seen = word_.load(std::memory_order_acquire);
    }
  }

 private:
  static constexpr std::uint32_t set_bit = 1;
  static constexpr std::uint32_t asleep_bit = 2;
  static constexpr std::uint32_t flags = set_bit | asleep_bit;
  static constexpr std::uint32_t one_time = 4;

  FutexWord word_ = 0;
};

}  // namespace parallax
