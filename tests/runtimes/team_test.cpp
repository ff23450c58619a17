// SPDX-License-Identifier: MIT
//
// Who gets which chunk of which job.
#include "runtimes/support/team.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "runtimes/support/spin.hpp"
#include "tests/runtimes/asleep.hpp"
#include "tests/runtimes/observed_team.hpp"

namespace parallax {
namespace {

using testing::asleep;
using testing::eventually;
using testing::job_of;
using testing::ObservedTeam;

constexpr int helpers = 3;

class TeamOfHelpers : public testing::TeamTest {
 protected:
  void serve_thousands_of_jobs() {
    for (std::size_t i = 0; i < 3000; ++i) {
      const std::size_t chunks = i % 17 == 0 ? ObservedTeam::most_chunks : i % 5;
      team_.open(job_of(chunks));
      observed_.claim_all();
      team_.close();
      ASSERT_EQ(observed_.inside, 0);
      ASSERT_TRUE(observed_.claimed_once(chunks)) << "job " << i;
    }
  }
};

TEST_P(TeamOfHelpers, ClaimsEveryChunkOnce) {
  for (int i = 0; i < helpers; ++i) start_helper();
  serve_thousands_of_jobs();
  stop();
  EXPECT_EQ(observed_.ended, helpers);
}

// Jobs that cannot end without the helpers, who so have to wake up for every one.
TEST_P(TeamOfHelpers, WakesEveryHelperForEveryJobThatIsKeptOpen) {
  for (int i = 0; i < helpers; ++i) start_helper();
  for (int i = 0; i < 200; ++i) {
    observed_.detained = true;
    team_.open(job_of(ObservedTeam::most_chunks));
    observed_.until_inside(helpers);
    observed_.detained = false;
    observed_.claim_all();
    team_.close();
    ASSERT_TRUE(observed_.claimed_once(ObservedTeam::most_chunks)) << "job " << i;
  }
}

TEST_P(TeamOfHelpers, ClosesOnlyWhenThoseInsideHaveLeft) {
  observed_.detained = true;
  start_helper();
  team_.open(job_of(1));
  observed_.until_inside(1);
  std::atomic<pid_t> closer_id = 0;
  std::atomic<bool> closed = false;
  std::thread closer([&] {
    closer_id = gettid();
    team_.close();
    EXPECT_EQ(observed_.inside, 0);
    closed = true;
  });
  EXPECT_TRUE(eventually([&] { return closer_id != 0 && asleep(closer_id); }));
  EXPECT_FALSE(closed);
  observed_.detained = false;
  closer.join();
}

TEST_P(TeamOfHelpers, DoesNotLetAHelperIntoAJobTwiceNorIntoOneThatIsClosed) {
  std::vector<std::string> entered;
  std::atomic<pid_t> id = 0;
  std::atomic<std::size_t> count = 0;
  team_.open(job_of(1, "closed"));
  observed_.claim_all();
  team_.close();
  std::thread helper([&] {
    id = gettid();
    for (std::uint32_t seen = 0; team_.wait(seen); team_.leave()) {
      entered.emplace_back(team_.job().kernel);
      ++count;
    }
  });
  EXPECT_TRUE(eventually([&] { return id != 0 && asleep(id); }));
  EXPECT_EQ(count, 0u);
  for (const char* name : {"first", "second"}) {
    const auto before = count.load();
    team_.open(job_of(1, name));
    EXPECT_TRUE(eventually([&] { return count > before && asleep(id); }));
    team_.close();
  }
  team_.stop();
  helper.join();
  EXPECT_THAT(entered, ::testing::ElementsAre("first", "second"));
}

INSTANTIATE_TEST_SUITE_P(Nanoseconds, TeamOfHelpers, ::testing::Values(0, spin_budget.count()),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace parallax
