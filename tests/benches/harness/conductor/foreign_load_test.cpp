// SPDX-License-Identifier: MIT
//
// What others use: from the kernel's lines, over enough time, and without what is ours.
#include "benches/harness/conductor/foreign_load.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <random>

#include "runtimes/process/own_clock.hpp"
#include "support/affinity.hpp"

namespace parallax {
namespace {

//                                       user nice system idle iowait irq softirq steal guest guest_nice
constexpr const char* two_processors =
    "cpu  110 20 30 1001 100 4 6 50 0 0\n"
    "cpu0 10 20 30 400 90 1 2 20 0 0\n"
    "cpu1 100 0 0 600 10 3 4 30 0 0\n"
    "intr 5 4\ncpuset 3\n";

TEST(ProcessorTime, IsThatOfTheProcessorsThatMayBeUsed) {
  const auto second = processor_time(two_processors, {1}, 100);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->processors, 1);
  EXPECT_DOUBLE_EQ(second->idle, 6.1);
  EXPECT_DOUBLE_EQ(second->interrupted, 0.07);
  EXPECT_DOUBLE_EQ(second->stolen, 0.3);
  EXPECT_DOUBLE_EQ(second->told, 7.47);
}

TEST(ProcessorTime, OfAllIsTheKernelsOwnSumWhichItHasRoundedOnce) {
  const auto all = processor_time(two_processors, {0, 1}, 100);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->processors, 2);
  EXPECT_DOUBLE_EQ(all->idle, 11.01);
}

TEST(ProcessorTime, IsNotKnownOfProcessorsThatAreNotTold) {
  EXPECT_FALSE(processor_time(two_processors, {1, 2}, 100));
  EXPECT_FALSE(processor_time(two_processors, {}, 100));
  EXPECT_FALSE(processor_time("", {0}, 100));
  EXPECT_TRUE(processor_time("cpu0 1 2 3 4\n", {0}, 100));  // an old kernel
}

// Two processors that were idle for so long, with so much CPU time of ours.
ForeignLoad::Moment at(double seconds, double idle, double own, double stolen = 0) {
  return {.seconds = seconds,
          .processors = {.processors = 2, .idle = idle, .stolen = stolen, .told = 2 * seconds},
          .own_seconds = own};
}

// As 64 sleeping threads on a quiet machine: 0.08 s of 2 s are in nobody's CPU time.
TEST(ForeignLoad, IsNotWhatTheKernelDoesBetweenThreads) {
  const auto moment = [](double seconds, double idle, double own, double switches) {
    auto all = at(seconds, idle, own);
    all.own_switches = switches;
    return all;
  };
  ForeignLoad load;
  load.begin(moment(10, 4, 3, 5000));
  EXPECT_NEAR(*load.end(moment(11, 5.52, 3.4, 105'000)), 0, 1e-9);
  EXPECT_NEAR(*load.end(moment(11, 5.52, 3.4, 5000)), 0.04, 1e-9);
  EXPECT_NEAR(*load.end(moment(11, 4.5, 3.4, 55'000)), 0.5, 1e-9) << "a program that takes half";
}

TEST(ForeignLoad, IsWhatWasNeitherIdleNorOurs) {
  ForeignLoad load;
  load.begin(at(10, 4, 3));
  EXPECT_NEAR(*load.end(at(11, 4.5, 4)), 0.25, 1e-9);  // of 2 s: 0.5 idle, 1 ours
  EXPECT_EQ(load.end(at(11, 5, 4)), 0);                // all ours
  EXPECT_EQ(load.end(at(11, 5.1, 4)), 0);              // more than there is, for the kernel counts in steps
  EXPECT_EQ(load.end(at(11, 4, 3)), 1);
}

TEST(ForeignLoad, CountsStolenTimeThatTheKernelBelievesToBeOurs) {
  ForeignLoad load;
  load.begin(at(10, 4, 3));
  EXPECT_NEAR(*load.end(at(11, 4, 5, 0.5)), 0.25, 1e-9);
}

TEST(ForeignLoad, LooksAtShortRepetitionsTogetherWithWhatWasBefore) {
  ForeignLoad load;
  load.begin(at(10, 0, 0));
  load.begin(at(10.2, 0.4, 0));  // idle until here
  load.begin(at(10.3, 0.4, 0));  // then never
  load.begin(at(10.38, 0.4, 0));
  EXPECT_NEAR(*load.end(at(10.4, 0.4, 0)), 1, 1e-9);       // since 10.2
  EXPECT_NEAR(*load.end(at(10.51, 0.442, 0)), 0.9, 1e-9);  // since 10.3
  EXPECT_NEAR(*load.end(at(11, 0.4, 0.62)), 0.5, 1e-9);    // a long one alone
}

TEST(ForeignLoad, IsNotToldAfterTooShortATimeOrByAFileThatStandsStill) {
  ForeignLoad load;
  EXPECT_FALSE(load.end(at(10, 0, 0)));
  load.begin(at(10, 0, 0));
  EXPECT_FALSE(load.end(at(10.12, 0, 0)));
  EXPECT_TRUE(load.end(at(10.13, 0, 0)));
  auto standing = at(12, 0, 0);
  standing.processors.told = at(10, 0, 0).processors.told;
  EXPECT_FALSE(load.end(standing));
}

// The promise of docs/decisions.md: whatever the steps of 10 ms hit, a quiet machine stays below the limit of a report.
TEST(ForeignLoad, StaysBelowTheLimitOnAQuietMachineWhateverTheStepsHit) {
  constexpr double limit = 0.05;
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> length(0.02, 0.3), share(0, 1);
  std::size_t above = 0, all = 0;
  for (int run = 0; run < 200; ++run) {
    ForeignLoad load;
    double now = 100 + share(random), idle = 50 + share(random), own = 0;
    const auto moment = [&] { return at(now, std::floor(idle * 100) / 100, own); };
    load.begin(moment());
    for (int i = 0; i < 30; ++i) {
      load.begin(moment());
      const double seconds = length(random), busy = share(random);
      now += seconds;
      own += 2 * seconds * busy;
      idle += 2 * seconds * (1 - busy - 0.005);  // and others use half a percent
      if (const auto found = load.end(moment())) {
        ++all;
        above += *found > limit ? 1 : 0;
      }
    }
  }
  EXPECT_GT(all, 5000u);
  EXPECT_EQ(above, 0u);
}

TEST(ForeignLoad, KnowsWhatThisProcessAndItsChildrenHaveUsed) {
  const auto compute = [](double seconds) {
    const OwnClock clock;
    const double begin = clock.seconds();
    while (clock.seconds() - begin < seconds) {
    }
  };
  const auto before = moment_now(0);
  if (!before) GTEST_SKIP() << "/proc/stat does not tell of all processors";
  const pid_t child = fork();
  if (child == 0) {
    compute(0.03);
    _exit(0);
  }
  ASSERT_GT(child, 0);
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  compute(0.03);
  const auto after = moment_now(0);
  ASSERT_TRUE(after);
  EXPECT_EQ(after->processors.processors, affinity_cpus());
  EXPECT_GE(after->own_seconds - before->own_seconds, 0.06);
}

}  // namespace
}  // namespace parallax
