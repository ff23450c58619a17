// SPDX-License-Identifier: MIT
//
// Workers that found nothing to do and sleep until somebody has something for them: nothing but atomics and futexes
// in memory that all share, threads or processes.
//
// A wake-up cannot be lost: one side makes work, or ends the job, and then asks for sleepers; the other announces
// itself and then looks for work and whether the job goes on; both in sequentially consistent order, all four steps.
// (An acquiring load as the last look is too weak: ARM may do it before the announcement is seen.)
// But it can die with whoever was about to make it. Then somebody has to end the job and wake all.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "runtimes/worker.hpp"
#include "support/futex.hpp"

namespace parallax {

struct SleepingPlace {
  alignas(128) FutexWord asleep = 0;
};

class Sleepers {
 public:
  // One place for each worker, at the same address in all processes.
  explicit Sleepers(std::span<SleepingPlace> places) : places_(places) {}

  bool any() const { return count_.load(std::memory_order_seq_cst) != 0; }

  // Nobody is asleep: after workers have died.
  void reset() {
    for (SleepingPlace& place : places_) place.asleep.store(0, std::memory_order_relaxed);
    count_.store(0, std::memory_order_seq_cst);
  }

  // Sleeps unless something_to_do() once this worker has been announced. W as in Worker::blocking.
  template <class SomethingToDo>
  void sleep_unless(SomethingToDo something_to_do, std::size_t index, Worker& worker) {
    FutexWord& own = places_[index].asleep;
    // Counted first, so that there are never fewer counted than marked: somebody who unmarks this one before it is
    // counted would make the count zero while another one is asleep, and whoever ends the job then wakes nobody.
    count_.fetch_add(1, std::memory_order_seq_cst);
    own.store(1, std::memory_order_seq_cst);
    if (!something_to_do()) {
      worker.blocking([&] {
        while (own.load(std::memory_order_acquire) != 0) futex_wait(own, 1);
      });
    }
    if (own.exchange(0, std::memory_order_seq_cst) != 0) count_.fetch_sub(1, std::memory_order_seq_cst);
  }

  void wake_one() { wake(1); }
  void wake_all() { wake(places_.size()); }
  // The same after somebody may have died while waking others: whoever is no longer marked as asleep may still sleep.
  void wake_all_whatever_is_marked() {
    for (SleepingPlace& place : places_) {
      if (place.asleep.exchange(0, std::memory_order_seq_cst) != 0)
        count_.fetch_sub(1, std::memory_order_seq_cst);
      futex_wake_all(place.asleep);
    }
  }

 private:
  void wake(std::size_t most) {
    for (std::size_t i = 0; i < places_.size() && most > 0 && any(); ++i) {
      FutexWord& asleep = places_[i].asleep;
      if (asleep.load(std::memory_order_seq_cst) == 0 || asleep.exchange(0, std::memory_order_seq_cst) == 0)
        continue;
      count_.fetch_sub(1, std::memory_order_seq_cst);
      futex_wake_all(asleep);
      --most;
    }
  }

  std::span<SleepingPlace> places_;
  alignas(128) std::atomic<std::uint32_t> count_ = 0;
};

}  // namespace parallax
