// SPDX-License-Identifier: MIT
//
// How a job ends early and a team for good.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "runtimes/process/child.hpp"
#include "runtimes/support/spin.hpp"
#include "runtimes/support/team.hpp"
#include "tests/runtimes/asleep.hpp"
#include "tests/runtimes/observed_team.hpp"

namespace parallax {
namespace {

using testing::asleep;
using testing::eventually;
using testing::job_of;
using testing::ObservedTeam;

class TeamThatEnds : public testing::TeamTest {};

TEST_P(TeamThatEnds, HasNoChunkLeftAfterACancellationUntilTheNextJob) {
  team_.open(job_of(3));
  EXPECT_EQ(team_.claim(), 0u);
  team_.cancel();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(team_.claim(), Team::no_chunk);
  EXPECT_TRUE(team_.close());
  team_.open(job_of(2));
  EXPECT_EQ(team_.claim(), 0u);
  EXPECT_EQ(team_.claim(), 1u);
  EXPECT_EQ(team_.claim(), Team::no_chunk);
  EXPECT_TRUE(team_.close());
}

TEST_P(TeamThatEnds, AbandonedDoesNotWaitForAHelperThatNeverLeaves) {
  observed_.detained = true;
  Child helper([&] { observed_.help(); });
  team_.open(job_of(ObservedTeam::most_chunks));
  observed_.until_inside(1);
  team_.abandon();
  EXPECT_EQ(team_.claim(), Team::no_chunk);
  Child late([&] { observed_.help(); });
  EXPECT_TRUE(eventually([&] { return asleep(late.pid()); })) << "entered";
  EXPECT_FALSE(team_.close());
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(team_.open(job_of(1)));
    EXPECT_FALSE(team_.close());
  }
  EXPECT_EQ(observed_.inside, 1);
}

TEST_P(TeamThatEnds, AbandonedKeepsTheJobOfThoseWhoAreStillInside) {
  observed_.detained = true;
  std::thread helper([&] { observed_.help(); });
  team_.open(job_of(ObservedTeam::most_chunks, "first"));
  observed_.until_inside(1);
  team_.abandon();
  EXPECT_FALSE(team_.close());
  EXPECT_FALSE(team_.open(job_of(1, "second")));
  EXPECT_EQ(team_.job().kernel, "first");
  observed_.detained = false;
  team_.stop();
  helper.join();
  EXPECT_TRUE(observed_.claimed_once(0)) << "a chunk of a job that never opened";
}

TEST_P(TeamThatEnds, AbandonedWakesTheCallerWhoWaitsForADeadHelper) {
  observed_.detained = true;
  Child helper([&] { observed_.help(); });
  team_.open(job_of(1));
  observed_.until_inside(1);
  helper.kill();
  helper.reap();
  const pid_t caller = gettid();
  std::thread watcher([&] {
    EXPECT_TRUE(eventually([&] { return asleep(caller); }));
    team_.abandon();
  });
  EXPECT_FALSE(team_.close());
  EXPECT_FALSE(team_.open(job_of(1)));
  watcher.join();
}

TEST_P(TeamThatEnds, StopsHelpersThatSleepAndThoseThatComeLater) {
  Child child([&] { observed_.help(); });
  EXPECT_TRUE(eventually([&] { return asleep(child.pid()); }));
  team_.stop();
  EXPECT_TRUE(child.reap().clean());
  observed_.help();
  EXPECT_EQ(observed_.ended, 2);
}

INSTANTIATE_TEST_SUITE_P(Nanoseconds, TeamThatEnds, ::testing::Values(0, spin_budget.count()),
                         ::testing::PrintToStringParamName());

TEST(Team, StopsHelpersThatSpin) {
  Team team(std::chrono::hours(1));
  std::atomic<bool> begun = false;
  std::thread helper([&] {
    std::uint32_t seen = 0;
    begun = true;
    EXPECT_FALSE(team.wait(seen));
  });
  while (!begun) std::this_thread::yield();
  team.stop();
  helper.join();
}

}  // namespace
}  // namespace parallax
