// SPDX-License-Identifier: MIT
#include "runtimes/process/usage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <ctime>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include "runtimes/process/child.hpp"
#include "runtimes/process/own_clock.hpp"
#include "runtimes/support/mapping.hpp"
#include "tests/runtimes/asleep.hpp"

namespace parallax {
namespace {

using testing::eventually;
using testing::sleeps_of;

double cpu_seconds_here() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

void burn(double cpu_seconds) {
  for (const double end = cpu_seconds_here() + cpu_seconds; cpu_seconds_here() < end;) {
  }
}

// Many pages, each of them in memory.
Mapping touched(std::size_t bytes) {
  Mapping mapping = Mapping::shared(bytes);
  std::memset(mapping.bytes().data(), 1, bytes);
  return mapping;
}

TEST(UsageOf, ThisProcessIsItsCpuTimeAllThreadsCounted) {
  const double before = usage_of(getpid()).cpu_seconds;
  std::thread([] { burn(0.02); }).join();
  const double least = cpu_seconds_here();
  const double used = usage_of(getpid()).cpu_seconds;
  EXPECT_LE(least, used);
  EXPECT_LE(used, cpu_seconds_here());
  EXPECT_GE(used, before + 0.02);
}

double cpu_seconds_of_thread(pid_t thread) {
  timespec time{};
  clock_gettime(clock_of_thread(thread), &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// The kernel's clock of a process is behind by up to a tick for each of them. Whoever reads a thread's own clock
// puts that right, so the threads do not look themselves. One look in ten may be interrupted.
TEST(UsageOf, ThisProcessCountsThreadsThatRunJustNow) {
  std::atomic<bool> stop = false;
  std::atomic<pid_t> id = 0;
  std::thread spinner([&] {
    id = gettid();
    while (!stop) {
    }
  });
  while (id == 0) std::this_thread::yield();
  const OwnClock clock;
  std::vector<double> behind;
  for (int i = 0; i < 101; ++i) {
    // Another moment of a tick, by a clock that knows nothing of ticks.
    const auto begin = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begin < std::chrono::microseconds(1300)) {
    }
    const double all = clock.seconds();
    behind.push_back(cpu_seconds_of_thread(id) + cpu_seconds_of_thread(gettid()) - all);
  }
  stop = true;
  spinner.join();
  std::sort(behind.begin(), behind.end());
  EXPECT_LT(behind[90], 0.0002);
}

TEST(UsageOf, AnotherProcessIsItsOwn) {
  Child idle([] { pause(); });
  Child busy([] {
    burn(0.05);
    for (;;) pause();
  });
  EXPECT_TRUE(eventually([&] { return usage_of(busy.pid()).cpu_seconds >= 0.05; }));
  EXPECT_TRUE(eventually([&] { return testing::asleep(idle.pid()); }));
  const double once = usage_of(idle.pid()).cpu_seconds;
  EXPECT_GT(once, 0);
  burn(0.1);
  // It sleeps, but for a thread that a sanitizer may have in it.
  EXPECT_LT(usage_of(idle.pid()).cpu_seconds, once + 0.05);
}

TEST(UsageOf, CountsContextSwitchesOfEveryLivingThread) {
  std::atomic<bool> looked = false;
  std::atomic<pid_t> id = 0;
  const auto sleep = [] {
    for (int i = 0; i < 20; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  };
  std::thread thread([&] {
    sleep();
    id = gettid();
    while (!looked) std::this_thread::yield();
  });
  sleep();
  EXPECT_TRUE(eventually([&] { return id != 0; }));
  const auto least = sleeps_of(getpid()) + sleeps_of(id);
  EXPECT_GT(least, 0u);
  EXPECT_GE(usage_of(getpid()).context_switches, least);
  looked = true;
  thread.join();
}

constexpr std::size_t much = 32 << 20;

TEST(UsageOf, CountsMemoryThatIsUsedAndNoOther) {
  const auto before = usage_of(getpid()).pss_bytes;
  EXPECT_GT(before, 100'000u);
  {
    const Mapping untouched = Mapping::shared(much);
    EXPECT_LT(usage_of(getpid()).pss_bytes, before + much / 2);
    const Mapping used = touched(much);
    EXPECT_GT(usage_of(getpid()).pss_bytes, before + much / 2);
  }
  EXPECT_LT(usage_of(getpid()).pss_bytes, before + much / 2);
}

TEST(UsageOf, CountsAPageThatTwoProcessesShareHalfInEach) {
  const Mapping page = Mapping::shared(sizeof(std::atomic<bool>));
  auto& looked = *new (page.bytes().data()) std::atomic<bool>(false);
  const Mapping memory = touched(much);
  const auto alone = usage_of(getpid()).pss_bytes;
  Child other([&] {
    std::memset(memory.bytes().data(), 2, much);
    looked = true;
    for (;;) pause();
  });
  EXPECT_TRUE(eventually([&] { return looked.load(); }));
  EXPECT_LT(usage_of(getpid()).pss_bytes, alone - much / 4);
  EXPECT_GT(usage_of(other.pid()).pss_bytes, much / 4);
}

TEST(UsageOf, AProcessThatIsGoneThrows) {
  Child child([] {});
  const pid_t pid = child.pid();
  child.reap();
  EXPECT_THROW(usage_of(pid), std::system_error);
}

}  // namespace
}  // namespace parallax
