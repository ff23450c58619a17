// SPDX-License-Identifier: MIT
//
// take() and drop(). Their order of locking is mutex_ before switch_mutex_.
#include "runtimes/support/gil_lock.hpp"

#include <cerrno>

namespace parallax {

void GilLock::take(int holder) {
  const int saved_errno = errno;  // a blocking call's error must survive taking the lock back
  {
    std::unique_lock lock(mutex_);
    while (locked_) {
      const std::uint64_t before = switches();
      const bool timed_out = free_.wait_for(lock, interval_) == std::cv_status::timeout;
      // A switch in between starts the patience anew: the new holder has its own interval.
      if (timed_out && locked_ && switches() == before) drop_request_.store(true, std::memory_order_relaxed);
    }
    {
      std::lock_guard switching(switch_mutex_);
      locked_ = true;
      if (last_holder_.load(std::memory_order_relaxed) != holder) {
        last_holder_.store(holder, std::memory_order_relaxed);
        switch_number_.fetch_add(1, std::memory_order_relaxed);
      }
      switched_.notify_one();
    }
    drop_request_.store(false, std::memory_order_relaxed);
  }
  errno = saved_errno;
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

}  // namespace parallax
