// SPDX-License-Identifier: MIT
//
// take() and drop(). Their order of locking is mutex_ before switch_mutex_.
#include "runtimes/support/gil_lock.hpp"

#include <pthread.h>

#include <cerrno>
#include <ctime>

namespace parallax {
namespace {

// Waits at most so long on the monotonic clock; whether the wait ended without a signal. This is not
// wait_for(): in libstdc++ (the wait itself is the same) that looks at the clock afterwards, and so calls a
// waiter timed out who was signalled but came back late. CPython believes what the wait returned, and it
// matters: whoever was signalled and finds the lock taken again has to be patient for a whole interval more.
bool timed_out(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
               std::chrono::microseconds duration) {
  const auto until = std::chrono::ceil<std::chrono::nanoseconds>(std::chrono::steady_clock::now() + duration)
                         .time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(until);
  const timespec time{.tv_sec = seconds.count(), .tv_nsec = (until - seconds).count()};
  return pthread_cond_clockwait(condition.native_handle(), lock.mutex()->native_handle(), CLOCK_MONOTONIC,
                                &time) == ETIMEDOUT;
}

}  // namespace

void GilLock::take(int holder) {
  const int saved_errno = errno;  // a blocking call's error must survive taking the lock back
  {
    std::unique_lock lock(mutex_);
    if (locked_) wait_until_free(lock);
    {
      std::lock_guard switching(switch_mutex_);
      locked_ = true;
      if (last_holder_.load(std::memory_order_relaxed) != holder) {
        last_holder_.store(holder, std::memory_order_relaxed);
        switch_number_.fetch_add(1, std::memory_order_relaxed);
      }
      switched_.notify_one();
    }
    // Whoever takes the lock clears the request, also that of others who still wait: they have to be patient
    // with the new holder and ask again.
    if (drop_request_.load(std::memory_order_relaxed)) drop_request_.store(false, std::memory_order_relaxed);
  }
  errno = saved_errno;
}

void GilLock::wait_until_free(std::unique_lock<std::mutex>& lock) {
  const auto begin = std::chrono::steady_clock::now();
  while (locked_) {
    const std::uint64_t before = switches();
    // A switch in between starts the patience anew, for the new holder has an interval of its own; so does a
    // wake-up without a reason.
    if (timed_out(free_, lock, interval_) && locked_ && switches() == before)
      drop_request_.store(true, std::memory_order_relaxed);
  }
  waits_.record(std::chrono::steady_clock::now() - begin);
}

void GilLock::drop(int holder) {
  {
    std::lock_guard lock(mutex_);
    last_holder_.store(holder, std::memory_order_relaxed);
    locked_ = false;
    free_.notify_one();
  }
  if (!drop_request_.load(std::memory_order_relaxed)) return;
  std::unique_lock switching(switch_mutex_);
  if (last_holder_.load(std::memory_order_relaxed) != holder) return;
  drop_request_.store(false, std::memory_order_relaxed);
  // Once, without a loop or a time limit, as CPython does: the one who asked is awake and will take the lock.
  switched_.wait(switching);
}

void GilLock::drop_and_take(int holder) {
  forced_drops_.fetch_add(1, std::memory_order_relaxed);
  drop(holder);
  take(holder);
}

}  // namespace parallax
