// SPDX-License-Identifier: MIT
//
// The lock is the semaphore and nothing else; what is counted is counted by whoever holds it.
#include "runtimes/support/tick_lock.hpp"

#include <cerrno>

#include "support/retry.hpp"
#include "support/system_error.hpp"

namespace parallax {
namespace {

void add_one(std::atomic<std::uint64_t>& count) {
  count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

}  // namespace

BinarySemaphore::BinarySemaphore() { check(sem_init(&semaphore_, 0, 1), "sem_init"); }

void BinarySemaphore::wait() {
  check(retry_on_interrupt([&] { return sem_wait(&semaphore_); }), "sem_wait");
}

void BinarySemaphore::post() { check(sem_post(&semaphore_), "sem_post"); }

void TickLock::take(int holder) {
  if (!exists_) return;
  const int saved_errno = errno;  // a blocking call's error must survive taking the lock back
  semaphore_.wait();
  if (last_holder_.load(std::memory_order_relaxed) != holder) {
    last_holder_.store(holder, std::memory_order_relaxed);
    add_one(switches_);
  }
  errno = saved_errno;
}

void TickLock::drop(int) {
  if (exists_) semaphore_.post();
}

void TickLock::release_and_take(int holder) {
  ticker_.store(check_interval_, std::memory_order_relaxed);
  if (!exists_) return;
  add_one(releases_);
  drop(holder);
  take(holder);
}

}  // namespace parallax
