// SPDX-License-Identifier: MIT
//
// That wake_up wakes workers which really slept, and notices those that did not, or that do not wake.
#include "benches/probes/life/wake_cycle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <semaphore>

#include "benches/probes/life/process_facts.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using std::chrono::microseconds;
using testing::eventually;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr std::chrono::milliseconds wake_patience{200};

// Returns at once, woken or not.
class Sleepless final : public Alarm {
 public:
  void wait() override {}
  void wake() override {}
};

// Is woken, but has never slept.
class Spinning final : public Alarm {
 public:
  void wait() override {
    while (wakes_ == seen_) {
    }
    ++seen_;
  }
  void wake() override { ++wakes_; }

 private:
  std::atomic<int> wakes_ = 0;
  int seen_ = 0;
};

// Sleeps, but the first time wakes by itself: when the one that is to wake it sleeps as well.
class Restless final : public Alarm {
 public:
  void wait() override {
    while (first_ && state_of(waker_) != 'S') std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (!std::exchange(first_, false)) wakes_.acquire();
  }
  void wake() override { wakes_.release(); }

 private:
  const pid_t waker_ = gettid();
  std::counting_semaphore<> wakes_{0};
  bool first_ = true;
};

// Sleeps for good.
class Silent final : public Alarm {
 public:
  void wait() override {
    for (;;) pause();
  }
  void wake() override {}
};

TEST(WakeCycle, NoticesAWorkerThatDoesNotSleep) {
  WakeCycle cycle(std::make_unique<Sleepless>(), false, 1, microseconds(0), wake_patience);
  EXPECT_THAT([&] { cycle.run(1); },
              ThrowsMessage<std::runtime_error>(HasSubstr("has not fallen asleep within 200 ms")));
}

TEST(WakeCycle, NoticesAWorkerThatSpins) {
  WakeCycle cycle(std::make_unique<Spinning>(), false, 1, microseconds(0), wake_patience);
  EXPECT_THAT([&] { cycle.run(1); },
              ThrowsMessage<std::runtime_error>(HasSubstr("has not fallen asleep within 200 ms")));
}

TEST(WakeCycle, NoticesAWorkerThatWakesByItself) {
  WakeCycle cycle(std::make_unique<Restless>(), false, 1, std::chrono::seconds(1));
  cycle.run(1);
  EXPECT_THAT(cycle.mistake().value_or(""), HasSubstr("ns before it was woken"));
}

TEST(WakeCycle, NoticesAWorkerThatDoesNotWake) {
  WakeCycle cycle(std::make_unique<Silent>(), true, 1, microseconds(0), wake_patience);
  EXPECT_THAT([&] { cycle.run(1); },
              ThrowsMessage<std::runtime_error>(HasSubstr("has not answered within 200 ms")));
}

TEST(WakeCycle, NoticesThatItsWorkerIsDead) {
  for (const Mechanism& mechanism : alarm_mechanisms()) {
    if (!sleeper_is_process(mechanism.name)) continue;
    WakeCycle cycle(make_alarm(mechanism.name), true, 1, microseconds(0));
    cycle.run(1);
    kill(cycle.sleeper(), SIGKILL);
    EXPECT_TRUE(eventually([&] { return dying(cycle.sleeper()); }));
    EXPECT_THAT([&] { cycle.run(1); }, ThrowsMessage<WorkerDied>(HasSubstr("is dead"))) << mechanism.name;
  }
}

TEST(WakeCycle, LeavesItsWorkerAsleep) {
  for (const Mechanism& mechanism : alarm_mechanisms()) {
    const bool process = sleeper_is_process(mechanism.name);
    WakeCycle cycle(make_alarm(mechanism.name), process, 5, microseconds(0));
    cycle.run(2);
    EXPECT_TRUE(eventually([&] { return state_of(cycle.sleeper()) == 'S'; })) << mechanism.name;
    EXPECT_EQ(cycle.sleeper() != getpid(), true);
    EXPECT_EQ(cycle.mistake(), std::nullopt) << mechanism.name;
    EXPECT_GE(sleeps_of(cycle.sleeper()), 9u) << mechanism.name;
  }
}

TEST(Alarm, KeepsAWakeForTheNextSleep) {
  for (const Mechanism& mechanism : alarm_mechanisms()) {
    const auto alarm = make_alarm(mechanism.name);
    for (int i = 0; i < 3; ++i) alarm->wake();
    for (int i = 0; i < 3; ++i) alarm->wait();
  }
}

TEST(Alarm, IsNotSupportedUnderAnotherName) { EXPECT_THROW(make_alarm("bell-threads"), NotSupported); }

}  // namespace
}  // namespace parallax
