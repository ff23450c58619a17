// SPDX-License-Identifier: MIT
//
// Integers that processes share: what the lock of a value or an array keeps apart, and what it does not.
#include "benches/probes/shared_state/shared_array.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <optional>

#include "benches/probes/primitives/event.hpp"
#include "benches/probes/shared_state/shared_value.hpp"
#include "runtimes/process/child.hpp"
#include "tests/runtimes/asleep.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using testing::asleep;
using testing::eventually;

template <class Array>
class SharedArrays : public ::testing::Test {};
using Arrays = ::testing::Types<RawArray, LockedArray>;
TYPED_TEST_SUITE(SharedArrays, Arrays);

TYPED_TEST(SharedArrays, AreSeenByOtherProcesses) {
  TypeParam array(3);
  EXPECT_EQ(array.length(), 3u);
  array.set(0, -7);
  Child child([&] {
    array.set(2, array.get(0) + array.get(1) + 8);
    array.set(0, INT64_MIN);
  });
  EXPECT_TRUE(child.reap().clean());
  EXPECT_EQ(array.get(0), INT64_MIN);
  EXPECT_EQ(array.get(1), 0);
  EXPECT_EQ(array.get(2), 1);
}

TYPED_TEST(SharedArrays, HaveBoundsAndGoOn) {
  TypeParam array(2);
  EXPECT_THROW(array.get(2), std::out_of_range);
  EXPECT_THROW(array.set(static_cast<std::size_t>(-1), 0), std::out_of_range);
  array.set(1, 5);
  EXPECT_EQ(array.get(1), 5);
  TypeParam empty(0);
  EXPECT_THROW(empty.get(0), std::out_of_range);
}

// v += 1 is a get and a set, whether or not each of them takes the lock.
template <class Value>
void lose_an_update(Value& value) {
  Shared<Event> both_have_read;
  Child other([&] {
    const std::int64_t seen = value.get();
    both_have_read->wait();
    value.set(seen + 1);
  });
  const std::int64_t seen = value.get();
  ASSERT_TRUE(eventually([&] { return asleep(other.pid()); }));
  value.set(seen + 1);
  both_have_read->set();
  ASSERT_TRUE(other.reap().clean());
  EXPECT_EQ(value.get(), seen + 1) << "two updates, one of them is lost";
}

TEST(SharedValue, LosesUpdatesWithoutALockAndWithOneAroundEachAccess) {
  RawValue raw;
  lose_an_update(raw);
  LockedValue locked;
  lose_an_update(locked);
}

TEST(SharedValue, LosesNoneIfTheLockIsHeldOverBoth) {
  LockedValue value;
  std::optional<Child> other;
  {
    auto held = value.hold();
    const std::int64_t seen = held.get();
    other.emplace([&] {
      auto its = value.hold();
      its.set(its.get() + 1);
    });
    ASSERT_TRUE(eventually([&] { return asleep(other->pid()); }));
    held.set(seen + 1);
  }
  ASSERT_TRUE(other->reap().clean());
  EXPECT_EQ(value.get(), 2);
}

TEST(LockedValue, CountsExactlyIfHeld) {
  LockedValue value;
  const auto add = [&] {
    for (int i = 0; i < 5000; ++i) {
      auto held = value.hold();
      held.set(held.get() + 1);
    }
  };
  Child first(add), second(add);
  EXPECT_TRUE(first.reap().clean());
  EXPECT_TRUE(second.reap().clean());
  EXPECT_EQ(value.get(), 10'000);
}

TEST(LockedArray, TellsTheNextHolderThatOneHasDiedWithTheLock) {
  LockedArray array(2);
  Child child([&] {
    const auto held = array.hold();
    array.hold();  // never returns: the lock is its own already
  });
  EXPECT_TRUE(eventually([&] { return asleep(child.pid()); }));
  EXPECT_EQ(array.owners_died(), 0u);
  child.kill();
  child.reap();
  {
    const auto held = array.hold();
    EXPECT_TRUE(held.owner_died());
  }
  EXPECT_FALSE(array.hold().owner_died());
  EXPECT_EQ(array.owners_died(), 1u);
  array.set(0, 1);
  EXPECT_EQ(array.get(0), 1);
}

TEST(LockedArray, OutlivesHoldersKilledAtAnyMoment) {
  LockedArray array(2);
  for (int round = 0; round < 100; ++round) {
    Child worker([&] {
      for (;;) {
        auto held = array.hold();
        held.set(0, held.get(0) + 1);
        held.set(1, held.get(1) + 1);
      }
    });
    const std::int64_t before = array.get(1);
    ASSERT_TRUE(eventually([&] { return array.get(1) > before + 10; }));
    worker.kill();
    worker.reap();
    auto held = array.hold();
    // What the dead one left half done is repaired by the one who is told.
    if (held.owner_died()) held.set(1, held.get(0));
    ASSERT_EQ(held.get(0), held.get(1));
  }
}

}  // namespace
}  // namespace parallax
