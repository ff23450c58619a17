// SPDX-License-Identifier: MIT
//
// How a job ends early and a team for good.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "runtimes/support/spin.hpp"
#include "runtimes/support/team.hpp"
#include "tests/runtimes/asleep.hpp"
#include "tests/runtimes/observed_team.hpp"

namespace parallax {
namespace {

using testing::asleep;
using testing::eventually;
using testing::job_of;

class TeamThatEnds : public testing::TeamTest {};

TEST_P(TeamThatEnds, HasNoChunkLeftAfterACancellationUntilTheNextJob) {
  team_.open(job_of(3));
  EXPECT_EQ(team_.claim(), 0u);
  team_.cancel();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(team_.claim(), Team::no_chunk);
  team_.close();
  team_.open(job_of(2));
  EXPECT_EQ(team_.claim(), 0u);
  EXPECT_EQ(team_.claim(), 1u);
  EXPECT_EQ(team_.claim(), Team::no_chunk);
  team_.close();
}

TEST_P(TeamThatEnds, StopsHelpersThatSleepAndThoseThatComeLater) {
  const Helper& helper = start_helper();
  EXPECT_TRUE(eventually([&] { return helper.id != 0 && asleep(helper.id); }));
  stop();
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
