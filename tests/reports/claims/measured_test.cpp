// SPDX-License-Identifier: MIT
#include "reports/claims/measured.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reports/sample.hpp"

namespace parallax::reports::claims {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Results results(std::vector<Cell> cells, const std::string& processors = "2") {
  return {{{"r.json", {{"usable_cpus", processors}}}}, std::move(cells)};
}

const std::string slow = "primes/serial/workers:1/size:10/grain:1",
                  fast = "primes/fork/workers:2/size:10/grain:1";

TEST(Measured, ComparesTimesPerItem) {
  const auto all = results({sample::cell("throughput/pipe/workers:2/size:1000/grain:1", {1, 1, 1, 1, 1}),
                            sample::cell("throughput/pipe/workers:2/size:10/grain:1", {1, 1, 1, 1, 1})});
  Measured m(all);
  const auto effect =
      m.speedup("throughput/pipe/workers:2/size:10/grain:1", "throughput/pipe/workers:2/size:1000/grain:1");
  EXPECT_DOUBLE_EQ(effect.estimate.point(), 100);
  EXPECT_DOUBLE_EQ(effect.estimate.interval()->low, 100);
  EXPECT_EQ(effect.cells.size(), 2u);
  EXPECT_TRUE(m.missing().empty());
}

TEST(Measured, WritesDownWhatItIsAskedForAndWhatIsMissing) {
  const auto all = results({sample::cell(fast, {1, 2, 3})});
  Measured m(all);
  m.speedup(slow, fast);
  m.speedup(slow, fast);
  m.counter(fast, "lost_updates");
  EXPECT_THAT(m.asked(), ElementsAre(slow, fast));
  EXPECT_THAT(m.missing(), ElementsAre(slow + ": not in the results", fast + ": has no lost_updates"));
}

TEST(Measured, AnswersWithOnesIfItKnowsNothing) {
  Measured questions;
  EXPECT_DOUBLE_EQ(questions.speedup(slow, fast).estimate.point(), 1);
  EXPECT_DOUBLE_EQ(questions.most(slow, "lost_updates").estimate.point(), 1);
  EXPECT_DOUBLE_EQ(questions.wrong({slow}).estimate.point(), 0);
  EXPECT_THAT(questions.asked(), ElementsAre(slow, fast));
  EXPECT_TRUE(questions.missing().empty());
  EXPECT_FALSE(questions.processors());
}

TEST(Measured, FailedCellsHaveNoTimeButAWrongAnswerIsOne) {
  auto wrong = sample::cell(slow, {1, 1, 1}), crashed = sample::cell(fast, {1, 1, 1});
  wrong.errors = {"wrong: 3 messages were damaged"};
  crashed.errors = {"crashed: signal 11"};
  const auto all = results({wrong, crashed});
  Measured m(all);
  EXPECT_DOUBLE_EQ(m.wrong({slow, fast}).estimate.point(), 1);
  EXPECT_THAT(m.missing(), ElementsAre(fast + ": crashed: signal 11"));
  m.time(slow);
  EXPECT_THAT(m.missing().back(), HasSubstr("damaged"));
}

TEST(Measured, CountsFactsByTheirWorstRun) {
  auto cell = sample::cell(fast, {1, 1, 1});
  cell.counters["lost_updates"] = {0, 7, 0};
  const auto all = results({cell});
  Measured m(all);
  const auto effect = m.most(fast, "lost_updates");
  EXPECT_DOUBLE_EQ(effect.estimate.point(), 7);
  EXPECT_TRUE(effect.estimate.is_exact());
}

TEST(Measured, AnyFunctionOfMediansHasAnIntervalAroundIt) {
  const auto all =
      results({sample::cell(slow, {9, 10, 11, 10, 10}), sample::cell(fast, {4.5, 5, 5.5, 5, 5})});
  Measured m(all);
  const auto effect = m.derived(
      {m.time(slow), m.time(fast)}, [](auto t) { return t[0] / t[1] / 2; }, Unit::share);
  EXPECT_NEAR(effect.estimate.point(), 1, 1e-12);
  EXPECT_LT(effect.estimate.interval()->low, 1);
  EXPECT_GT(effect.estimate.interval()->high, 1);
  EXPECT_GE(effect.estimate.interval()->low, 9 / 5.5 / 2 - 1e-12);
}

TEST(Measured, ThereIsNoIntervalOfTwoRepetitions) {
  const auto all = results({sample::cell(slow, {9, 10}), sample::cell(fast, {4.5, 5})});
  Measured m(all);
  EXPECT_FALSE(m.speedup(slow, fast).estimate.interval());
  EXPECT_FALSE(m.value(m.time(slow), Unit::seconds).estimate.interval());
}

TEST(Measured, AHigherConfidenceIsAWiderInterval) {
  const auto all =
      results({sample::cell(slow, {9, 10, 11, 12, 8, 10, 9.5}), sample::cell(fast, {4.5, 5, 5.5, 5, 6, 4})});
  Measured usual(all), surer(all, 0.999);
  const auto narrow = *usual.speedup(slow, fast).estimate.interval(),
             wide = *surer.speedup(slow, fast).estimate.interval();
  EXPECT_LT(wide.low, narrow.low);
  EXPECT_GT(wide.high, narrow.high);
}

TEST(Measured, BusyProcessorsAreCpuTimeOverTime) {
  auto cell = sample::cell(fast, {1, 1, 1});
  for (double& seconds : cell.cpu_seconds) seconds *= 1.9;
  const auto all = results({cell});
  Measured m(all);
  EXPECT_NEAR(m.value(m.busy(fast), Unit::count).estimate.point(), 1.9, 1e-12);
}

TEST(Measured, MissesACpuTimeThatIsNotKnown) {
  auto cell = sample::cell(fast, {1, 1, 1});
  cell.cpu_seconds.clear();
  const auto all = results({cell});
  Measured m(all);
  m.busy(fast);
  EXPECT_EQ(m.missing(), std::vector<std::string>{std::string(fast) + ": has no CPU time"});
}

TEST(Measured, ProcessorsMustBeTheSameEverywhere) {
  const auto four = results({}, "4");
  EXPECT_EQ(Measured(four).processors(), 4);
  auto both = results({});
  both.sources.push_back({"s.json", {{"usable_cpus", "4"}}});
  EXPECT_THROW(Measured{both}, ResultsError);
}

Effect effect(double low, double high) {
  return {{(low + high) / 2, Interval{low, high, 0.95}, {}}, Unit::ratio, {}};
}

TEST(Effects, LargestSmallestAndShare) {
  const std::vector<Effect> all{effect(1, 2), effect(1.4, 1.8), effect(0.2, 0.4)};
  EXPECT_DOUBLE_EQ(largest(all).estimate.point(), 1.6);
  EXPECT_DOUBLE_EQ(largest(all).estimate.interval()->high, 2);
  EXPECT_DOUBLE_EQ(smallest(all).estimate.interval()->low, 0.2);
  const auto share = share_above(all, 1.2).estimate;
  EXPECT_DOUBLE_EQ(share.point(), 2. / 3);
  EXPECT_DOUBLE_EQ(share.interval()->low, 1. / 3);   // one surely
  EXPECT_DOUBLE_EQ(share.interval()->high, 2. / 3);  // two possibly
}

}  // namespace
}  // namespace parallax::reports::claims
