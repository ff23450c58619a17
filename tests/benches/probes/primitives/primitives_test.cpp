// SPDX-License-Identifier: MIT
//
// The contract of every primitive, between processes where nothing else is said: what it keeps apart, whom it
// wakes, and what becomes of it when its holder is killed.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <functional>
#include <thread>
#include <vector>

#include "benches/probes/primitives/barrier.hpp"
#include "benches/probes/primitives/event.hpp"
#include "benches/probes/primitives/mutex.hpp"
#include "benches/probes/primitives/read_write_lock.hpp"
#include "benches/probes/primitives/relays.hpp"
#include "benches/probes/primitives/semaphore.hpp"
#include "benches/probes/primitives/shared.hpp"
#include "benches/probes/primitives/spin_lock.hpp"
#include "runtimes/process/child.hpp"
#include "tests/runtimes/asleep.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using testing::asleep;
using testing::eventually;

// A process that did this and was killed then; it is gone when this returns.
void do_and_die(const std::function<void()>& body) {
  const ExitStatus status = Child([&] {
                              body();
                              raise(SIGKILL);
                            }).reap();
  ASSERT_EQ(status.text(), "was killed by signal 9 (Killed)");
}

// Whether it is true in another process.
bool elsewhere(const std::function<bool()>& condition) {
  return Child([&] { _exit(condition() ? 0 : 1); }).reap().clean();
}

bool falls_asleep(const Child& child) {
  return eventually([&] { return asleep(child.pid()); });
}

TEST(RobustMutex, IsInheritedFromAHolderThatWasKilledByTheNextOneOnly) {
  const Shared<Mutex> mutex(Sharing::processes, Robust::yes);
  do_and_die([&] { (void)mutex->lock(); });
  EXPECT_EQ(mutex->lock(), LockResult::owner_died);
  mutex->unlock();
  EXPECT_EQ(mutex->try_lock(), LockResult::acquired);
  mutex->unlock();
  do_and_die([&] { (void)mutex->lock(); });
  EXPECT_EQ(mutex->try_lock(), LockResult::owner_died);
  mutex->unlock();
}

TEST(RobustMutex, IsInheritedByWhoSleepsForIt) {
  const Shared<Mutex> mutex(Sharing::processes, Robust::yes);
  Shared<Event> held;
  Child holder([&] {
    (void)mutex->lock();
    held->set();
    for (;;) pause();
  });
  held->wait();
  Child waiter([&] { _exit(mutex->lock() == LockResult::owner_died ? 0 : 1); });
  EXPECT_TRUE(falls_asleep(waiter));
  holder.kill();
  EXPECT_EQ(waiter.reap().text(), "exited with status 0");
}

TEST(RobustMutex, IsInheritedFromAThreadThatEndedWithIt) {
  Mutex mutex(Sharing::threads, Robust::yes);
  std::thread([&] { (void)mutex.lock(); }).join();
  EXPECT_EQ(mutex.lock(), LockResult::owner_died);
  mutex.unlock();
  EXPECT_EQ(mutex.lock(), LockResult::acquired);
  mutex.unlock();
}

// What the others are not: the lock of a dead holder is never free again, and nobody is told.
TEST(NotRobust, MutexStaysLocked) {
  const Shared<Mutex> mutex(Sharing::processes);
  do_and_die([&] { mutex->lock(); });
  EXPECT_EQ(mutex->try_lock(), LockResult::busy);
}

TEST(NotRobust, SemaphoreStaysTaken) {
  const Shared<Semaphore> semaphore(Sharing::processes, 1u);
  do_and_die([&] { semaphore->wait(); });
  EXPECT_FALSE(semaphore->try_wait());
}

TEST(NotRobust, ReadWriteLockStaysLockedByAReader) {
  const Shared<ReadWriteLock> lock(Sharing::processes);
  do_and_die([&] { lock->lock_to_read(); });
  EXPECT_FALSE(lock->try_lock_to_write());
  EXPECT_TRUE(lock->try_lock_to_read());
}

TEST(NotRobust, ReadWriteLockStaysLockedByAWriter) {
  const Shared<ReadWriteLock> lock(Sharing::processes);
  do_and_die([&] { lock->lock_to_write(); });
  EXPECT_FALSE(lock->try_lock_to_write());
  EXPECT_FALSE(lock->try_lock_to_read());
}

TEST(NotRobust, SpinLockStaysLocked) {
  const Shared<SpinLock> lock(2);
  do_and_die([&] { lock->lock(); });
  EXPECT_FALSE(lock->try_lock());
}

TEST(Mutex, KeepsOthersOut) {
  const Shared<Mutex> mutex(Sharing::processes);
  mutex->lock();
  EXPECT_TRUE(elsewhere([&] { return mutex->try_lock() == LockResult::busy; }));
  Child waiter([&] { mutex->lock(); });
  EXPECT_TRUE(falls_asleep(waiter));
  mutex->unlock();
  EXPECT_TRUE(waiter.reap().clean());
}

TEST(SpinLock, KeepsOthersOut) {
  const Shared<SpinLock> lock(2);
  lock->lock();
  EXPECT_TRUE(elsewhere([&] { return !lock->try_lock(); }));
  Child waiter([&] { lock->lock(); });
  lock->unlock();
  EXPECT_TRUE(waiter.reap().clean());
  EXPECT_FALSE(lock->try_lock());
}

TEST(ReadWriteLock, LetsReadersInTogether) {
  const Shared<ReadWriteLock> lock(Sharing::processes);
  lock->lock_to_read();
  EXPECT_TRUE(elsewhere([&] { return lock->try_lock_to_read() && (lock->unlock(), true); }));
  EXPECT_TRUE(elsewhere([&] { return !lock->try_lock_to_write(); }));
}

// The writer is a process of its own: ThreadSanitizer takes a child of the holder for the holder.
TEST(ReadWriteLock, LetsAWriterInAlone) {
  const Shared<ReadWriteLock> lock(Sharing::processes);
  Shared<Event> locked, enough;
  Child writer([&] {
    lock->lock_to_write();
    locked->set();
    enough->wait();
    lock->unlock();
  });
  locked->wait();
  EXPECT_TRUE(elsewhere([&] { return !lock->try_lock_to_read() && !lock->try_lock_to_write(); }));
  Child reader([&] { lock->lock_to_read(); });
  EXPECT_TRUE(falls_asleep(reader));
  enough->set();
  EXPECT_TRUE(reader.reap().clean());
  EXPECT_TRUE(writer.reap().clean());
}

TEST(Semaphore, LetsAsManyInAsItCounts) {
  const Shared<Semaphore> semaphore(Sharing::processes, 2u);
  EXPECT_TRUE(semaphore->try_wait());
  EXPECT_TRUE(elsewhere([&] { return semaphore->try_wait() && !semaphore->try_wait(); }));
  Child waiter([&] { semaphore->wait(); });
  EXPECT_TRUE(falls_asleep(waiter));
  semaphore->post();
  EXPECT_TRUE(waiter.reap().clean());
  EXPECT_FALSE(semaphore->try_wait());
}

TEST(Event, StaysSetUntilItIsCleared) {
  Shared<Event> event;
  EXPECT_FALSE(event->is_set());
  event->set();
  event->set();
  event->wait();
  event->wait();
  EXPECT_TRUE(event->is_set());
  EXPECT_TRUE(elsewhere([&] { return event->is_set(); }));
  event->clear();
  event->clear();
  EXPECT_FALSE(event->is_set());
  Child waiter([&] { event->wait(); });
  EXPECT_TRUE(falls_asleep(waiter));
  event->set();
  EXPECT_TRUE(waiter.reap().clean());
}

TEST(Event, WakesAllWhoWaitEvenIfItIsClearedAtOnce) {
  Shared<Event> event;
  for (int round = 0; round < 50; ++round) {
    std::vector<Child> waiters;
    for (int i = 0; i < 3; ++i) waiters.emplace_back([&] { event->wait(); });
    for (const Child& waiter : waiters) ASSERT_TRUE(falls_asleep(waiter));
    event->set();
    event->clear();
    for (Child& waiter : waiters) ASSERT_TRUE(waiter.reap().clean());
  }
}

TEST(Barrier, LetsNobodyGoBeforeAllHaveCome) {
  const Shared<Barrier> barrier(Sharing::processes, 3);
  const Shared<std::atomic<int>> chosen(0);
  const auto meet = [&] {
    if (barrier->wait()) ++*chosen;
  };
  for (int round = 0; round < 20; ++round) {
    Child first(meet), second(meet);
    ASSERT_TRUE(falls_asleep(first) && falls_asleep(second));
    EXPECT_EQ(*chosen, round);
    meet();
    ASSERT_TRUE(first.reap().clean() && second.reap().clean());
    EXPECT_EQ(*chosen, round + 1);
  }
}

TEST(Condition, WakesOneOrAll) {
  struct Place {
    Mutex mutex{Sharing::processes};
    Condition condition{Sharing::processes};
    int tickets = 0;
    int waiting = 0;
  };
  Shared<Place> place;
  const auto wait = [&] {
    place->mutex.lock();
    ++place->waiting;
    while (place->tickets == 0) place->condition.wait(place->mutex);
    --place->tickets;
    place->mutex.unlock();
  };
  std::vector<Child> waiters;
  for (int i = 0; i < 3; ++i) waiters.emplace_back(wait);
  EXPECT_TRUE(eventually([&] {
    place->mutex.lock();
    const bool all = place->waiting == 3;
    place->mutex.unlock();
    return all;
  }));
  place->mutex.lock();
  place->tickets = 1;
  place->condition.notify_one();
  place->mutex.unlock();
  EXPECT_TRUE(eventually([&] {
    place->mutex.lock();
    const bool taken = place->tickets == 0;
    place->mutex.unlock();
    return taken;
  }));
  place->mutex.lock();
  place->tickets = 2;
  place->condition.notify_all();
  place->mutex.unlock();
  for (Child& waiter : waiters) EXPECT_TRUE(waiter.reap().clean());
}

template <class Relay>
class Relays : public ::testing::Test {};
using AllRelays = ::testing::Types<ConditionRelay, SemaphoreRelay, EventRelay, EventfdRelay, PipeRelay,
                                   FutexRelay, SpinRelay>;
TYPED_TEST_SUITE(Relays, AllRelays);

TYPED_TEST(Relays, DoNotLoseABatonThatNobodyWaitsForYet) {
  const Shared<TypeParam> relay(Sharing::processes);
  relay->pass(1);
  Child other([&] {
    relay->wait(1);
    relay->pass(0);
  });
  EXPECT_TRUE(other.reap().clean());
  relay->wait(0);
}

TYPED_TEST(Relays, SleepUntilTheBatonComes) {
  if (std::is_same_v<TypeParam, SpinRelay>) GTEST_SKIP() << "it never sleeps";
  const Shared<TypeParam> relay(Sharing::processes);
  Child other([&] { relay->wait(1); });
  EXPECT_TRUE(falls_asleep(other));
  relay->pass(1);
  EXPECT_TRUE(other.reap().clean());
}

}  // namespace
}  // namespace parallax
