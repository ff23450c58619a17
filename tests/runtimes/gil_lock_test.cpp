// SPDX-License-Identifier: MIT
//
// The properties of CPython's lock, but for its times.
#include "runtimes/support/gil_lock.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <thread>

#include "tests/runtimes/asleep.hpp"

namespace parallax {
namespace {

using namespace std::chrono_literals;
using testing::eventually;
using testing::sleeps_of;

// Nobody who waits this long is still there to ask for the lock.
constexpr std::chrono::microseconds never = 1h;

// A thread that takes the lock as number 1 and drops it again.
class Waiter {
 public:
  // Returns when the thread is about to take the lock. It drops it when it is let go.
  explicit Waiter(GilLock& lock) : thread_([this, &lock] { run(lock); }) {
    while (id_ == 0) std::this_thread::yield();
  }
  ~Waiter() { thread_.join(); }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  bool has_been_in() const { return in_; }
  void let_go() { may_go_ = true; }
  int error() const { return error_; }

  // Returns when it has gone to sleep so often within take() that it surely has asked for the lock.
  void until_it_asks() const {
    const auto before = sleeps_of(id_);
    EXPECT_TRUE(eventually([&] { return sleeps_of(id_) >= before + 10; }));
  }

 private:
  void run(GilLock& lock) {
    id_ = gettid();
    errno = EDOM;
    lock.take(1);
    error_ = errno;
    in_ = true;
    while (!may_go_) std::this_thread::yield();
    lock.drop(1);
  }

  std::atomic<pid_t> id_ = 0;
  std::atomic<bool> in_ = false;
  std::atomic<bool> may_go_ = false;
  std::atomic<int> error_ = 0;
  std::thread thread_;  // the last: it uses the others
};

TEST(GilLock, CountsASwitchOnlyWhenAnotherThreadTakesIt) {
  GilLock lock(never);
  EXPECT_EQ(lock.switches(), 0u);
  for (int i = 0; i < 3; ++i) GilHeld held(lock, 7);
  EXPECT_EQ(lock.switches(), 1u);
  for (int i = 0; i < 3; ++i) GilHeld held(lock, 8);
  EXPECT_EQ(lock.switches(), 2u);
  { GilHeld held(lock, 7); }
  EXPECT_EQ(lock.switches(), 3u);
}

TEST(GilLock, IsKeptAtACheckpointIfNobodyWaits) {
  GilLock lock(1us);
  GilHeld held(lock, 0);
  for (int i = 0; i < 100'000; ++i) lock.checkpoint(0);
  EXPECT_EQ(lock.switches(), 1u);
}

TEST(GilLock, IsKeptAtACheckpointWithinTheInterval) {
  GilLock lock(never);
  lock.take(0);
  Waiter waiter(lock);
  for (int i = 0; i < 100'000; ++i) lock.checkpoint(0);
  EXPECT_FALSE(waiter.has_been_in());
  EXPECT_EQ(lock.switches(), 1u);
  waiter.let_go();
  lock.drop(0);
}

TEST(GilLock, GoesToTheWaiterAtACheckpointAndComesBack) {
  for (const auto interval : {1us, 200us, 5000us}) {
    GilLock lock(interval);
    GilHeld held(lock, 0);
    Waiter waiter(lock);
    waiter.let_go();
    // The holder never blocks. One checkpoint lets the waiter in, and the holder returns from it.
    while (lock.switches() == 1) lock.checkpoint(0);
    EXPECT_TRUE(waiter.has_been_in());
    EXPECT_EQ(lock.switches(), 3u);
  }
}

TEST(GilLock, IsNeverTakenFromAHolderWithoutCheckpoints) {
  GilLock lock(200us);
  lock.take(0);
  Waiter waiter(lock);
  waiter.until_it_asks();
  EXPECT_FALSE(waiter.has_been_in());
  EXPECT_EQ(lock.switches(), 1u);
  waiter.let_go();
  lock.drop(0);
}

TEST(GilLock, IsDroppedUntilAnotherHasTakenItIfThatWasAskedFor) {
  for (int i = 0; i < 20; ++i) {
    GilLock lock(200us);
    lock.take(0);
    Waiter waiter(lock);
    waiter.until_it_asks();
    lock.drop(0);
    // Forced switching: whoever was asked cannot be back before the waiter was in.
    EXPECT_EQ(lock.switches(), 2u);
    waiter.let_go();
    lock.take(0);
    EXPECT_TRUE(waiter.has_been_in());
    EXPECT_EQ(lock.switches(), 3u);
    lock.drop(0);
  }
}

TEST(GilLock, IsDroppedWithoutWaitingIfNobodyAsked) {
  GilLock lock(never);
  lock.take(0);
  lock.drop(0);
  lock.take(0);
  EXPECT_EQ(lock.switches(), 1u);
  lock.drop(0);
}

TEST(GilLock, ReleasedForAScopeLetsAnotherIn) {
  GilLock lock(never);
  GilHeld held(lock, 0);
  {
    GilReleased released(lock, 0);
    Waiter waiter(lock);
    waiter.let_go();
  }
  EXPECT_EQ(lock.switches(), 3u);
}

TEST(GilLock, KeepsErrnoWhenItIsTaken) {
  GilLock lock(200us);
  lock.take(0);
  Waiter waiter(lock);
  waiter.until_it_asks();
  {
    GilReleased released(lock, 0);
    EXPECT_TRUE(eventually([&] { return waiter.has_been_in(); }));
    waiter.let_go();
    errno = ENOENT;  // as a call would that failed
  }
  EXPECT_EQ(errno, ENOENT);
  EXPECT_EQ(waiter.error(), EDOM);
  lock.drop(0);
}

}  // namespace
}  // namespace parallax
