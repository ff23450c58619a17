// SPDX-License-Identifier: MIT
//
// The properties of Python 2's lock.
#include "runtimes/support/tick_lock.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <thread>
#include <vector>

#include "tests/runtimes/waiter.hpp"

namespace parallax {
namespace {

using testing::eventually;

using TickWaiter = testing::Waiter<TickLock>;
using TickHeld = Held<TickLock>;
using TickReleased = Released<TickLock>;

TEST(TickLock, CountsASwitchOnlyWhenAnotherThreadTakesIt) {
  TickLock lock(100, 2);
  EXPECT_EQ(lock.switches(), 0u);
  for (int i = 0; i < 3; ++i) TickHeld held(lock, 7);
  EXPECT_EQ(lock.switches(), 1u);
  for (int i = 0; i < 3; ++i) TickHeld held(lock, 8);
  EXPECT_EQ(lock.switches(), 2u);
  EXPECT_EQ(lock.releases(), 0u);
}

TEST(TickLock, IsReleasedAtTheFirstTickAndWheneverTheCounterFallsBelowZero) {
  for (const int interval : {0, 1, 7, 100}) {
    TickLock lock(interval, 2);
    TickHeld held(lock, 0);
    for (unsigned release = 1; release <= 5; ++release) {
      lock.checkpoint(0);
      EXPECT_EQ(lock.releases(), release) << interval;
      for (int i = 0; i < interval; ++i) lock.checkpoint(0);
      EXPECT_EQ(lock.releases(), release) << interval;
    }
    EXPECT_EQ(lock.switches(), 1u);
  }
}

TEST(TickLock, CountsTheTicksOfAllThreadsTogether) {
  TickLock lock(10, 2);
  for (int tick = 0; tick < 1 + 2 * 11; ++tick) {
    TickHeld held(lock, tick % 3);
    lock.checkpoint(tick % 3);
  }
  EXPECT_EQ(lock.releases(), 3u);
}

TEST(TickLock, DoesNotExistForASingleThread) {
  TickLock lock(0, 1);
  TickHeld held(lock, 0);
  for (int i = 0; i < 1000; ++i) lock.checkpoint(0);
  { TickReleased released(lock, 0); }
  TickHeld again(lock, 0);  // would wait for ever
  EXPECT_EQ(lock.releases(), 0u);
  EXPECT_EQ(lock.switches(), 0u);
}

TEST(TickLock, IsKeptBetweenTicksHoweverLongSomebodyWaits) {
  TickLock lock(1'000'000, 2);
  lock.take(0);
  lock.checkpoint(0);
  TickWaiter waiter(lock);
  waiter.until_it_sleeps();
  for (int i = 0; i < 100'000; ++i) lock.checkpoint(0);
  EXPECT_FALSE(waiter.has_been_in());
  EXPECT_EQ(lock.releases(), 1u);
  waiter.let_go();
  lock.drop(0);
}

// Nothing forces a switch, so nobody can say at which tick; but the waiter is woken each time.
TEST(TickLock, GoesToTheWaiterAtSomeTickAndComesBack) {
  TickLock lock(100, 2);
  TickHeld held(lock, 0);
  TickWaiter waiter(lock);
  waiter.let_go();
  EXPECT_TRUE(eventually([&] {
    for (int i = 0; i < 10'000 && lock.switches() == 1; ++i) lock.checkpoint(0);
    return lock.switches() != 1;
  }));
  EXPECT_TRUE(waiter.has_been_in());
  EXPECT_EQ(lock.switches(), 3u);
}

TEST(TickLock, ReleasedForAScopeLetsAnotherIn) {
  TickLock lock(100, 2);
  TickHeld held(lock, 0);
  {
    TickReleased released(lock, 0);
    TickWaiter waiter(lock);
    waiter.let_go();
  }
  EXPECT_EQ(lock.switches(), 3u);
}

TEST(TickLock, KeepsErrnoWhenItIsTaken) {
  TickLock lock(100, 2);
  lock.take(0);
  TickWaiter waiter(lock);
  waiter.until_it_sleeps();
  {
    TickReleased released(lock, 0);
    EXPECT_TRUE(eventually([&] { return waiter.has_been_in(); }));
    waiter.let_go();
    errno = ENOENT;  // as a call would that failed
  }
  EXPECT_EQ(errno, ENOENT);
  EXPECT_EQ(waiter.error(), EDOM);
  lock.drop(0);
}

TEST(TickLock, HasOneHolderAtATimeAndLosesNoWakeUp) {
  constexpr int count = 4, times = 3000;
  TickLock lock(3, count);
  std::atomic<int> holders = 0, crowds = 0;
  int unprotected = 0;  // ThreadSanitizer would see a lock that orders nothing
  std::vector<std::thread> threads;
  for (int number = 0; number < count; ++number) {
    threads.emplace_back([&, number] {
      const auto hold = [&](bool long_enough) {
        crowds += ++holders != 1;
        ++unprotected;
        if (long_enough) std::this_thread::yield();
        --holders;
      };
      for (int i = 0; i < times; ++i) {
        TickHeld held(lock, number);
        hold(i % 32 == 0);
        lock.checkpoint(number);
        hold(false);
        TickReleased released(lock, number);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(crowds, 0);
  EXPECT_EQ(unprotected, 2 * times * count);
  EXPECT_EQ(lock.releases(), static_cast<unsigned>(times * count / 4));
}

}  // namespace
}  // namespace parallax
