// SPDX-License-Identifier: MIT
#include "benches/probes/life/process_facts.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <thread>

#include "benches/probes/life/ballast.hpp"
#include "runtimes/process/child.hpp"
#include "tests/benches/probes/life/megabyte.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using testing::eventually;

void sleep_for_ever() {
  for (;;) pause();
}

// Waits until it can be reaped, and does not.
void wait_for_zombie(pid_t process) {
  siginfo_t info{};
  ASSERT_EQ(waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOWAIT), 0);
}

TEST(StateOf, TellsSleepersFromThoseThatComputeAndFromTheDead) {
  Child sleeper(sleep_for_ever), runner([] {
    for (volatile bool run = true; run;) {
    }
  });
  const pid_t pid = sleeper.pid();
  EXPECT_TRUE(eventually([&] { return state_of(pid) == 'S'; }));
  EXPECT_TRUE(eventually([&] { return state_of(runner.pid()) == 'R'; }));
  sleeper.kill();
  wait_for_zombie(pid);
  EXPECT_EQ(state_of(pid), 'Z');
  sleeper.reap();
  EXPECT_EQ(state_of(pid), 0);
}

TEST(SleepsOf, CountsEverySleep) {
  std::thread([] {
    const auto before = sleeps_of(gettid());
    for (int i = 0; i < 5; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_GE(sleeps_of(gettid()), before + 5);
  }).join();
}

TEST(Dying, IsWhoCannotGoOn) {
  Child child(sleep_for_ever);
  const pid_t pid = child.pid();
  EXPECT_FALSE(dying(pid));
  EXPECT_TRUE(eventually([&] { return state_of(pid) == 'S'; }));
  EXPECT_FALSE(dying(pid));
  child.kill();
  wait_for_zombie(pid);
  EXPECT_TRUE(dying(pid));
  child.reap();
  EXPECT_TRUE(dying(pid));
}

TEST(FootprintOf, CountsSharedPagesHalfAndOwnOnesWhole) {
  const Ballast shared(64 * megabyte, false);
  Child idle(sleep_for_ever), busy([] {
    Ballast own(32 * megabyte, false);
    sleep_for_ever();
  });
  EXPECT_TRUE(eventually([&] {
    return footprint_of(busy.pid()).unshared > footprint_of(idle.pid()).unshared + 31.0 * megabyte;
  }));
  // Three processes have the 64 MB.
  EXPECT_GT(footprint_of(idle.pid()).pss, 20.0 * megabyte);
  EXPECT_LT(footprint_of(idle.pid()).unshared, 20.0 * megabyte);
  EXPECT_GE(footprint_of(idle.pid()).page_tables, 64.0 * megabyte / 4096 * 8 / 2);
}

TEST(FootprintOf, IsNothingForAProcessThatIsGone) {
  Child child([] {});
  const pid_t pid = child.pid();
  child.reap();
  EXPECT_EQ(footprint_of(pid).pss, 0);
}

}  // namespace
}  // namespace parallax
