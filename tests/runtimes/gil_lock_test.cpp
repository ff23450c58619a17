// SPDX-License-Identifier: MIT
//
// The properties of CPython's lock, but for its times.
#include "runtimes/support/gil_lock.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <chrono>

#include "tests/runtimes/waiter.hpp"

namespace parallax {
namespace {

using namespace std::chrono_literals;
using testing::eventually;

// Nobody who waits this long is still there to ask for the lock.
constexpr std::chrono::microseconds never = 1h;

using GilWaiter = testing::Waiter<GilLock>;

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
  GilWaiter waiter(lock);
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
    GilWaiter waiter(lock);
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
  GilWaiter waiter(lock);
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
    GilWaiter waiter(lock);
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

TEST(GilLock, CountsADropAsForcedIfACheckpointMadeIt) {
  GilLock lock(200us);
  lock.take(0);
  {
    GilWaiter waiter(lock);
    waiter.let_go();
    while (lock.switches() == 1) lock.checkpoint(0);
    EXPECT_EQ(lock.forced_drops(), 1u);
  }
  {
    GilWaiter waiter(lock);
    waiter.let_go();
    waiter.until_it_asks();
    lock.drop(0);  // asked for, but it would have come anyway
  }
  lock.take(0);
  EXPECT_EQ(lock.forced_drops(), 1u);
  lock.drop(0);
}

TEST(GilLock, RecordsHowLongATakeHasWaitedAndOnlyThat) {
  GilLock lock(1000us);
  for (int i = 0; i < 3; ++i) GilHeld held(lock, i);
  EXPECT_EQ(lock.waits().count(), 0u);
  lock.take(0);
  {
    GilWaiter waiter(lock);
    waiter.let_go();
    waiter.until_it_asks();
    lock.drop(0);
  }
  EXPECT_EQ(lock.waits().count(), 1u);
  EXPECT_GE(lock.waits().maximum(), 1000us);  // whoever has asked has waited for an interval
}

TEST(GilLock, ReleasedForAScopeLetsAnotherIn) {
  GilLock lock(never);
  GilHeld held(lock, 0);
  {
    GilReleased released(lock, 0);
    GilWaiter waiter(lock);
    waiter.let_go();
  }
  EXPECT_EQ(lock.switches(), 3u);
}

TEST(GilLock, KeepsErrnoWhenItIsTaken) {
  GilLock lock(200us);
  lock.take(0);
  GilWaiter waiter(lock);
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
