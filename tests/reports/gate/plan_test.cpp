// SPDX-License-Identifier: MIT
#include "reports/gate/plan.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "reports/gate/duration.hpp"
#include "reports/gate/workers.hpp"

namespace parallax::reports::gate {
namespace {

TEST(Plan, RunsOneProcessWhereEveryRepetitionIsOne) {
  const auto plan = plan_for(1e-3, 0.1, true, true);
  EXPECT_EQ(plan.iterations, 100);
  EXPECT_EQ(plan.repetitions, 1);
  EXPECT_EQ(plan.dropped, 0);
  EXPECT_EQ(plan_for(1e-3, 0.1, false, true).repetitions, 1);  // an old `bench`
}

TEST(Plan, DropsTheFirstOfSeveralElsewhere) {
  const auto plan = plan_for(1e-6, 0.1, true, false);
  EXPECT_EQ(plan.iterations, 25'000);
  EXPECT_EQ(plan.repetitions, 4);
  EXPECT_EQ(plan.dropped, 1);
}

// Google Benchmark before 1.8 runs one iteration if it is asked for no time at all.
TEST(Plan, RepeatsSingleIterationsWhereTheLibraryCannotBeToldANumber) {
  const auto slow = plan_for(4e-3, 0.1, false, false);
  EXPECT_EQ(slow.iterations, 0);
  EXPECT_EQ(slow.seconds, 0);
  EXPECT_EQ(slow.repetitions, 31);
  EXPECT_EQ(slow.dropped, 6);
  EXPECT_EQ(plan_for(10, 0.1, false, false).repetitions, 4);
  const auto fast = plan_for(4e-6, 0.1, false, false);
  EXPECT_GT(fast.seconds, 0.02);
  EXPECT_EQ(fast.repetitions, 4);
}

TEST(Plan, NeverRunsNothingAndNeverForever) {
  EXPECT_EQ(plan_for(50, 0.1, true, true).iterations, 1);
  EXPECT_LE(plan_for(0, 0.1, true, true).iterations, 1'000'000'000);
}

TEST(Probes, GrowUntilTheyTakeLongEnough) {
  auto plan = first_probe(true);
  EXPECT_EQ(plan.iterations, 1);
  int probes = 1;
  for (auto next = next_probe(plan, 1e-9, 0.1); next; next = next_probe(plan, 1e-9, 0.1), ++probes) {
    EXPECT_GT(next->iterations, plan.iterations);
    EXPECT_LE(next->iterations, 100 * plan.iterations);
    plan = *next;
  }
  EXPECT_GE(static_cast<double>(plan.iterations) * 1e-9, 0.01);
  EXPECT_LT(probes, 8);
  EXPECT_FALSE(next_probe(first_probe(true), 0.5, 0.1));
  EXPECT_FALSE(next_probe(first_probe(false), 1e-9, 0.1));
}

TEST(Workers, AreInTheName) {
  EXPECT_EQ(workers_of("cube/fork/workers:4/size:8/grain:1"), 4);
  EXPECT_EQ(workers_of("BM_Lock/real_time/threads:16"), 16);
  EXPECT_EQ(workers_of("BM_Lock/8"), 1);
  EXPECT_EQ(workers_of("BM_Lock/threads:99999999999999"), std::numeric_limits<int>::max());
  EXPECT_EQ(workers_of("BM_Lock/threads:many"), 1);
  EXPECT_EQ(workers_of(""), 1);
}

TEST(Duration, HasUnits) {
  EXPECT_EQ(duration_of("90s"), 90);
  EXPECT_EQ(duration_of("10m"), 600);
  EXPECT_EQ(duration_of("1.5h"), 5400);
  EXPECT_DOUBLE_EQ(duration_of("250ms"), 0.25);
  EXPECT_EQ(duration_of("0"), 0);
  for (const char* wrong : {"", "m", "10 m", "-1s", "1d", "inf", "nan", "1e300h", "10mm", "5"})
    EXPECT_THROW(duration_of(wrong), std::invalid_argument) << wrong;
}

}  // namespace
}  // namespace parallax::reports::gate
