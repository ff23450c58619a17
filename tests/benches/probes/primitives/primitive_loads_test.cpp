// SPDX-License-Identifier: MIT
//
// The probes `acquire` and `signal`: that every mechanism passes its own verification, that mechanisms which
// do not do what they promise are found out, and that a worker's death ends the whole probe.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <limits>
#include <string>

#include "benches/probes/primitives/acquire_load.hpp"
#include "benches/probes/primitives/mutex.hpp"
#include "benches/probes/primitives/relays.hpp"
#include "benches/probes/primitives/signal_load.hpp"
#include "tests/benches/harness/processes.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/support/program.hpp"

namespace parallax {

extern const ProbeEntry probe_acquire;
extern const ProbeEntry probe_signal;

namespace {

using testing::eventually;
using ::testing::HasSubstr;
using testing::leftovers;
using testing::settled_leftovers;

constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max() / 100'000;

class PrimitiveProbes : public ::testing::TestWithParam<const ProbeEntry*> {};

TEST_P(PrimitiveProbes, PassTheirOwnVerificationAndLeaveNothingBehind) {
  for (const Mechanism& mechanism : GetParam()->mechanisms()) {
    for (Case parameters : GetParam()->cases(mechanism.name)) {
      SCOPED_TRACE(mechanism.name);
      const testing::Leftovers before = leftovers();
      for (const std::size_t size : {1u, 2u, 101u}) {
        parameters.size = size;
        std::unique_ptr<Probe> probe;
        try {
          probe = GetParam()->start(mechanism.name, parameters);
        } catch (const NotSupported&) {
          continue;
        }
        for (const std::int64_t iterations : {1, 1, 7}) {
          probe->restart_counters();
          probe->run(iterations);
          probe->usage();
          EXPECT_EQ(probe->mistake(), std::nullopt);
        }
        probe->run(2);
        probe->run(3);
        EXPECT_EQ(probe->mistake(), std::nullopt);
      }
      EXPECT_PRED2(testing::not_more, settled_leftovers(before), before);
    }
  }
}

TEST_P(PrimitiveProbes, EndWithAWorkerThatIsKilled) {
  for (const Mechanism& mechanism : GetParam()->mechanisms()) {
    if (mechanism.name.find("-processes") == std::string_view::npos) continue;
    SCOPED_TRACE(mechanism.name);
    const testing::Leftovers before = leftovers();
    {
      std::unique_ptr<Probe> probe;
      try {
        probe = GetParam()->start(mechanism.name, GetParam()->cases(mechanism.name).back());
      } catch (const NotSupported&) {
        continue;
      }
      std::vector<pid_t> workers = testing::children();
      ASSERT_EQ(workers.size(), 2u);
      Child killer([&] { kill(workers[1], SIGKILL); });
      EXPECT_THROW(probe->run(endless / 10'000), WorkerDied);
      EXPECT_THROW(probe->run(1), WorkerDied);
    }
    EXPECT_PRED2(testing::not_more, settled_leftovers(before), before);
  }
}

INSTANTIATE_TEST_SUITE_P(Probe, PrimitiveProbes, ::testing::Values(&probe_acquire, &probe_signal),
                         [](const auto& value) { return std::string(value.param->facts.name); });

TEST(Acquire, TellsHowOftenTheLockWentToTheOther) {
  const auto probe = probe_acquire.start("mutex-processes", {.size = 1000, .values = {2}});
  probe->run(1);
  probe->restart_counters();
  EXPECT_TRUE(eventually([&] {
    probe->run(100);
    const auto counters = probe->counters();
    return counters.size() == 1 && counters[0].name == "handovers" && counters[0].value > 1;
  }));
  EXPECT_EQ(probe->mistake(), std::nullopt);
}

TEST(Acquire, RefusesWhatItCannotDo) {
  EXPECT_THROW(probe_acquire.start("mutex-threads", {.size = 1, .values = {0}}), NotSupported);
  EXPECT_THROW(probe_acquire.start("mutex-threads", {.size = 1, .values = {513}}), NotSupported);
  EXPECT_THROW(probe_acquire.start("no such lock", {.size = 1, .values = {1}}), NotSupported);
}

struct NoLock {
  NoLock(Sharing, int) {}
  void take() {}
  void drop() {}
};

// Lets readers in beside a writer, and several writers in together.
struct NoReadersLock : NoLock {
  using NoLock::NoLock;
  void take_alone() {}
  void drop_alone() {}
};

// Keeps writers apart, but readers do not ask.
struct WritersLock {
  WritersLock(Sharing sharing, int) : mutex(sharing) {}
  void take() {}
  void drop() {}
  void take_alone() { mutex.lock(); }
  void drop_alone() { mutex.unlock(); }
  Mutex mutex;
};

template <class Load>
std::string mistake_of(Load& load) {
  std::string found;
  EXPECT_TRUE(eventually([&] {
    load.run(10);
    found = load.mistake().value_or("");
    return !found.empty();
  }));
  return found;
}

TEST(Acquire, NoticesALockThatLocksNothing) {
  for (const Sharing sharing : {Sharing::threads, Sharing::processes}) {
    AcquireLoad<NoLock> load(sharing, 2, 10'000);
    EXPECT_THAT(mistake_of(load), HasSubstr("two were inside at once"));
    AcquireLoad<NoReadersLock> reading(sharing, 2, 10'000);
    EXPECT_THAT(mistake_of(reading), HasSubstr("writer"));
    AcquireLoad<WritersLock> writing(sharing, 2, 10'000);
    EXPECT_THAT(mistake_of(writing), HasSubstr("readers were inside beside a writer"));
  }
}

struct NoRelay {
  explicit NoRelay(Sharing) {}
  void pass(int) {}
  void wait(int) {}
};

// Wakes both whoever is meant, as a semaphore of one for two would.
struct CommonRelay {
  explicit CommonRelay(Sharing sharing) : baton(sharing, 1000) {}
  void pass(int) { baton.post(); }
  void wait(int) { baton.wait(); }
  Semaphore baton;
};

struct NoMeeting {
  NoMeeting(Sharing, int) {}
  void wait() {}
};

TEST(Signal, NoticesABatonThatNobodyWaitsFor) {
  for (const Sharing sharing : {Sharing::threads, Sharing::processes}) {
    HandoverLoad<NoRelay> none(sharing, 1000);
    EXPECT_THAT(mistake_of(none), HasSubstr("without having been handed the baton"));
    HandoverLoad<CommonRelay> common(sharing, 1000);
    EXPECT_THAT(mistake_of(common), HasSubstr("without having been handed the baton"));
  }
}

TEST(Signal, NoticesAMeetingThatNobodyWaitsFor) {
  for (const Sharing sharing : {Sharing::threads, Sharing::processes}) {
    MeetingLoad<NoMeeting> none(sharing, 1000);
    EXPECT_THAT(mistake_of(none), HasSubstr("left before the other one had come"));
  }
}

}  // namespace
}  // namespace parallax
