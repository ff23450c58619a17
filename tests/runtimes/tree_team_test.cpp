// SPDX-License-Identifier: MIT
//
// What workers of a tree do when there is nothing for them: they sleep, and are woken when there is.
#include "runtimes/stealing/tree_team.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <functional>
#include <thread>
#include <vector>

#include "runtimes/support/mapping.hpp"
#include "tests/runtimes/asleep.hpp"
#include "tests/runtimes/trees.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using testing::CountingTree;
using testing::eventually;

constexpr int workers = 4;

class TeamOfATree : public ::testing::TestWithParam<std::chrono::nanoseconds> {
 protected:
  // Begins with the job on all workers but the caller.
  void start_helpers() {
    for (int i = 1; i < workers; ++i) {
      helpers_.emplace_back([this, i] {
        threads_[static_cast<std::size_t>(i)] = gettid();
        Worker worker(i);
        team_.work(worker);
      });
    }
  }
  bool all_asleep() {
    return eventually([&] {
      for (int i = 1; i < workers; ++i) {
        const pid_t thread = threads_[static_cast<std::size_t>(i)];
        if (thread == 0 || !testing::asleep(thread)) return false;
      }
      return true;
    });
  }

  Arena arena_;
  CountingTree tree_{arena_, 2000};
  Mapping memory_ = Mapping::shared(TreeTeam::bytes(workers));
  TreeTeam team_{memory_.bytes(), workers, GetParam()};
  std::vector<std::atomic<pid_t>> threads_ = std::vector<std::atomic<pid_t>>(workers);
  std::vector<std::jthread> helpers_;
};

TEST_P(TeamOfATree, SleepsWhileThereIsNothingToDoAndWakesWhenThereIs) {
  Worker caller(0);
  for (int round = 0; round < 5; ++round) {
    team_.open(tree_.make(2000, 3));
    for (auto& thread : threads_) thread = 0;
    start_helpers();
    EXPECT_TRUE(all_asleep());  // the caller has not begun, so there is nothing
    team_.work(caller);
    helpers_.clear();  // who were woken, if only to end
    EXPECT_TRUE(tree_.is_right());
    EXPECT_EQ(tree_.done_times(1), 2000u);
  }
}

TEST_P(TeamOfATree, WakesAllOfThemWhenItIsCancelled) {
  team_.open(tree_.make(2000, 3));
  start_helpers();
  EXPECT_TRUE(all_asleep());
  team_.cancel();
  helpers_.clear();
  // What is left of it does not disturb the next.
  Worker caller(0);
  team_.open(tree_.make(1000, 2));
  start_helpers();
  team_.work(caller);
  helpers_.clear();
  EXPECT_EQ(tree_.done_times(1), 1000u);
}

TEST_P(TeamOfATree, DoesByItselfWhatItCannotHandOut) {
  CountingTree wide(arena_, 40'000);
  Worker caller(0);
  team_.open(wide.make(40'000, 39'999));
  start_helpers();
  team_.work(caller);
  helpers_.clear();
  EXPECT_TRUE(wide.is_right());
  EXPECT_EQ(wide.done_times(1), 40'000u);
  EXPECT_EQ(team_.not_handed_out(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Spinning, TeamOfATree,
                         ::testing::Values(std::chrono::nanoseconds(0), std::chrono::microseconds(50)),
                         [](const auto& spin) { return spin.param.count() == 0 ? "not" : "for_a_while"; });

}  // namespace
}  // namespace parallax
