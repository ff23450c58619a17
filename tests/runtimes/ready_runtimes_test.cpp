// SPDX-License-Identifier: MIT
//
// A runtime that has been started is ready to take work: its workers are there, all of them, whatever kind
// they are. Else `start` would mean something else with every strategy.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <set>
#include <thread>

#include "runtimes/registry.hpp"
#include "runtimes/support/thread_team.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/support/launched.hpp"

namespace parallax {
namespace {

TEST(ReadyTeam, HasAllItsHelpersWhenItHasBeenMade) {
  std::atomic<int> begun = 0;
  const auto slow = [&](int, const std::function<void()>& serve) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    ++begun;
    serve();
  };
  const ThreadTeam team(
      4, std::chrono::nanoseconds(0), [](int) {}, slow);
  EXPECT_EQ(begun, 3);
}

TEST(ReadyRuntimes, HaveAllTheirThreadsWhenTheyHaveBeenStarted) {
  if (testing::launched()) GTEST_SKIP() << "ranks are launched before";
  // These start theirs for each job.
  const std::set<std::string_view> later{"serial", "async", "thread-per-task", "fibers"};
  for (const RuntimeEntry* entry : runtimes()) {
    if (entry->facts.processes || later.count(entry->facts.name) != 0) continue;
    const auto before = testing::threads_now();
    const auto runtime = entry->start({.workers = 4});
    EXPECT_GE(testing::threads_since(before), 3) << entry->facts.name;
    runtime->stop();
  }
}

}  // namespace
}  // namespace parallax
