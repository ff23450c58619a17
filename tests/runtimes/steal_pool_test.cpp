// SPDX-License-Identifier: MIT
//
// StealPool beyond what the conformance suite asks of `fork-steal`: what happens when workers die.
#include "runtimes/process/steal_pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "runtimes/process/usage.hpp"
#include "tests/runtimes/jobs.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using ::testing::AllOf;
using testing::CountingJob;
using testing::Deed;
using testing::eventually;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

class Stealers : public ::testing::Test {
 protected:
  void expect_at_work(StealPool& pool, std::size_t workers) {
    EXPECT_EQ(pool.processes().size(), workers);
    for (const pid_t pid : pool.processes()) EXPECT_GT(usage_of(pid).pss_bytes, 0u);
    pool.map(job_.make(1000, 1));
    EXPECT_EQ(job_.ran_once(1000), 1000u);
  }

  Arena arena_;
  CountingJob job_{arena_, 10'000};
};

TEST_F(Stealers, AreReadyWhenTheirPoolHasBeenMade) {
  StealPool pool({.workers = 4});
  expect_at_work(pool, 3);
  pool.stop();
}

TEST_F(Stealers, AreAllReplacedWhenOneWasKilledIdle) {
  const auto before = testing::leftovers();
  {
    StealPool pool({.workers = 3, .on_death = OnDeath::retry});
    const std::vector<pid_t> first = pool.processes();
    kill(first[0], SIGKILL);
    ASSERT_TRUE(eventually([&] {
      pool.heal();
      return pool.deaths() == 1;
    }));
    EXPECT_THAT(pool.processes(), ::testing::Not(::testing::Contains(first[1])));
    expect_at_work(pool, 2);
  }
  EXPECT_PRED2(testing::not_more, testing::settled_leftovers(before), before);
}

TEST_F(Stealers, RunAJobAgainOfWhichOneHasDied) {
  StealPool pool({.workers = 3, .on_death = OnDeath::retry});
  pool.map(job_.make(1000, 1, Deed::die_at));
  EXPECT_GE(pool.deaths(), 1u);
  for (std::size_t i = 0; i < 1000; ++i) EXPECT_GE(job_.runs(i), 1u) << i;
  expect_at_work(pool, 2);
}

TEST_F(Stealers, GiveUpAJobThatEndsWhoeverRunsIt) {
  // Whoever is not the caller dies of it; the caller leaves it to others.
  const auto caller = arena_.allocate_array<pid_t>(1);
  caller[0] = getpid();
  StealPool pool({.workers = 2, .on_death = OnDeath::retry});
  const MapJob job{.kernel = "poison",
                   .items = 2,
                   .grain = 1,
                   .params = std::as_bytes(caller),
                   .in = {},
                   .out = {},
                   .chunks_share = true,
                   .run = [](const MapJob& self, Range, Worker& worker) {
                     const pid_t spared = *reinterpret_cast<const pid_t*>(self.params.data());
                     if (getpid() != spared) raise(SIGTERM);
                     worker.sleep_for(std::chrono::milliseconds(20));  // leaves the other chunk to the worker
                   }};
  EXPECT_THAT(
      [&] {
        for (int i = 0; i < 1000; ++i) pool.map(job);
      },
      ThrowsMessage<WorkerDied>(AllOf(HasSubstr("poison"), HasSubstr("worker 1"), HasSubstr("signal 15"),
                                      HasSubstr("has lost workers 3 times"))));
  EXPECT_EQ(pool.deaths(), 3u);
  expect_at_work(pool, 1);
}

TEST_F(Stealers, AreMissedAtTheirNextJobIfDeathsAreToFail) {
  StealPool pool({.workers = 3});
  kill(pool.processes()[1], SIGKILL);
  EXPECT_TRUE(eventually([&] {
    try {
      pool.map(job_.make(10, 1));
      return false;
    } catch (const WorkerDied& error) {
      EXPECT_THAT(error.what(), AllOf(HasSubstr("worker 2"), HasSubstr("signal 9")));
      return true;
    }
  }));
  EXPECT_THROW(pool.stop(), WorkerDied);
}

}  // namespace
}  // namespace parallax
