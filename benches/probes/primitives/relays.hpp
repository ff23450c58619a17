// SPDX-License-Identifier: MIT
//
// Ways for two workers to hand a baton back and forth: pass(to) gives it away, wait(me) returns when it has
// come. A pass that comes before its wait is not lost.
//
// A relay is made before its workers, in memory they share, and says nothing about what the baton protects:
// whatever was written before pass() is visible after wait().
#pragma once

#include <fcntl.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>

#include "benches/probes/primitives/barrier.hpp"
#include "benches/probes/primitives/condition.hpp"
#include "benches/probes/primitives/event.hpp"
#include "benches/probes/primitives/semaphore.hpp"
#include "runtimes/not_supported.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/spin.hpp"
#include "support/descriptor.hpp"
#include "support/futex.hpp"
#include "support/pipe.hpp"
#include "support/retry.hpp"

namespace parallax {

class ConditionRelay {
 public:
  explicit ConditionRelay(Sharing sharing) : mutex_(sharing), arrived_(sharing) {}
  void pass(int to) {
    mutex_.lock();
    holder_ = to;
    arrived_.notify_one();
    mutex_.unlock();
  }
  void wait(int me) {
    mutex_.lock();
    while (holder_ != me) arrived_.wait(mutex_);
    mutex_.unlock();
  }

 private:
  Mutex mutex_;
  Condition arrived_;
  int holder_ = 0;
};

class SemaphoreRelay {
 public:
  explicit SemaphoreRelay(Sharing sharing) : batons_{{{sharing, 0}, {sharing, 0}}} {}
  void pass(int to) { batons_[static_cast<std::size_t>(to)].post(); }
  void wait(int me) { batons_[static_cast<std::size_t>(me)].wait(); }

 private:
  std::array<Semaphore, 2> batons_;
};

class EventRelay {
 public:
  explicit EventRelay(Sharing) {}
  void pass(int to) { come_[static_cast<std::size_t>(to)].set(); }
  void wait(int me) {
    Event& event = come_[static_cast<std::size_t>(me)];
    event.wait();
    event.clear();
  }

 private:
  std::array<Event, 2> come_;
};

class EventfdRelay {
 public:
  explicit EventfdRelay(Sharing) {}
  void pass(int to) { check(eventfd_write(batons_[static_cast<std::size_t>(to)].get(), 1), "eventfd_write"); }
  void wait(int me) {
    eventfd_t baton = 0;
    const int from = batons_[static_cast<std::size_t>(me)].get();
    check(retry_on_interrupt([&] { return eventfd_read(from, &baton); }), "eventfd_read");
  }

 private:
  std::array<Descriptor, 2> batons_{Descriptor(eventfd(0, EFD_CLOEXEC), "eventfd"),
                                    Descriptor(eventfd(0, EFD_CLOEXEC), "eventfd")};
};

class PipeRelay {
 public:
  explicit PipeRelay(Sharing) {}
  void pass(int to) {
    const char baton = 1;
    const int way = ways_[static_cast<std::size_t>(to)].write.get();
    if (retry_on_interrupt([&] { return write(way, &baton, 1); }) != 1) throw_system_error("write");
  }
  void wait(int me) {
    char baton = 0;
    const int way = ways_[static_cast<std::size_t>(me)].read.get();
    if (retry_on_interrupt([&] { return read(way, &baton, 1); }) != 1) throw_system_error("read");
  }

 private:
  std::array<Pipe, 2> ways_;
};

// The least for workers that sleep: one word, one system call to wake and one to sleep, nothing around them.
class FutexRelay {
 public:
  explicit FutexRelay(Sharing) {}
  void pass(int to) {
    holder_.store(static_cast<std::uint32_t>(to), std::memory_order_release);
    futex_wake_all(holder_);
  }
  void wait(int me) {
    const auto mine = static_cast<std::uint32_t>(me);
    for (auto seen = holder_.load(std::memory_order_acquire); seen != mine;
         seen = holder_.load(std::memory_order_acquire))
      futex_wait(holder_, seen);
  }

 private:
  FutexWord holder_ = 0;
};

// The least of all: nobody sleeps, a cache line travels from one processor to the other.
class SpinRelay {
 public:
  explicit SpinRelay(Sharing) {
    if (spin_budget_for(2).count() == 0)
      throw NotSupported("two workers that spin for each other need two processors");
  }
  void pass(int to) { holder_.store(static_cast<std::uint32_t>(to), std::memory_order_release); }
  void wait(int me) {
    const auto mine = static_cast<std::uint32_t>(me);
    for (int looks = 0; holder_.load(std::memory_order_acquire) != mine;) {
      pause_processor();
      if (++looks < most_looks) continue;
      sched_yield();  // the other one may need this processor after all
      looks = 0;
    }
  }

 private:
  static constexpr int most_looks = 500;

  alignas(64) FutexWord holder_ = 0;
};

}  // namespace parallax
