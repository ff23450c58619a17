// SPDX-License-Identifier: MIT
#include "reports/gate/judgement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "reports/gate/comparison_json.hpp"
#include "reports/gate/null_runs.hpp"
#include "reports/statistics/resample.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports::gate {
namespace {

using ::testing::HasSubstr;

// A comparison whose cells are measured as told: seconds of base and head in both stages.
class Measured {
 public:
  Measured& cell(const std::string& name, double base, double head, double cpu = 1, double noise = 0.01) {
    CellOutcome outcome;
    outcome.name = name;
    outcome.verdict = Verdict::inconclusive;
    comparison_.cells.push_back(outcome);
    const auto number = comparison_.cells.size() - 1;
    for (const int stage : {1, 2})
      for (std::size_t round = 0; round < (stage == 1 ? 12u : 20u); ++round)
        for (const auto arm : {Arm::base, Arm::head, Arm::control}) {
          if (stage == 1 && arm == Arm::control) continue;
          Visit visit;
          visit.cell = number;
          visit.stage = stage;
          visit.round = round;
          visit.arm = arm;
          const double jitter = 1 + noise * (2 * random_.unit() - 1);
          visit.wall = {(arm == Arm::head ? head : base) * jitter};
          visit.cpu = {(arm == Arm::head ? head * cpu : base) * jitter};
          visit.memory = 5e6;
          comparison_.visits.push_back(visit);
        }
    return *this;
  }
  Comparison judged(const Settings& settings = {}) {
    judge(comparison_, settings);
    return comparison_;
  }
  Comparison& raw() { return comparison_; }

 private:
  Comparison comparison_;
  Random random_;
};

TEST(Judgement, TellsSlowerFromEqual) {
  const auto comparison = Measured()
                              .cell("a", 1e-3, 1.2e-3)
                              .cell("b", 1e-3, 1e-3)
                              .cell("c", 1e-3, 1.035e-3)
                              .cell("d", 1e-3, 0.8e-3)
                              .judged();
  EXPECT_EQ(comparison.cells[0].verdict, Verdict::regression);
  EXPECT_THAT(comparison.cells[0].reason, HasSubstr("wall time +"));
  EXPECT_EQ(comparison.cells[1].verdict, Verdict::no_change);
  EXPECT_EQ(comparison.cells[2].verdict, Verdict::slower);
  EXPECT_EQ(comparison.cells[3].verdict, Verdict::improvement);
  EXPECT_EQ(exit_of(comparison), regressed);
  const auto& wall = comparison.cells[0].metrics.front();
  EXPECT_EQ(wall.stage, 2);
  EXPECT_EQ(wall.pairs, 20u);
  EXPECT_EQ(wall.slower, 20u);
  EXPECT_NEAR(wall.ratio.point(), 1.2, 0.02);
  EXPECT_LE(wall.ratio.interval()->low, wall.ratio.point());
  ASSERT_TRUE(wall.p && wall.control && wall.detectable80 && wall.detectable95);
  EXPECT_LT(*wall.p, 0.001);
  EXPECT_NEAR(wall.control->point(), 1, 0.02);
  EXPECT_EQ(comparison.cells[1].metrics.front().stage, 1);
}

TEST(Judgement, AsksMoreOfCellsThatAreKnownToBeNoisy) {
  Settings settings;
  settings.cell_thresholds = {{"a", 0.3}, {"b", 0.01}};  // never less than the usual one
  const auto comparison =
      Measured().cell("a", 1e-3, 1.2e-3, 1 / 1.2).cell("b", 1e-3, 1.035e-3).judged(settings);
  EXPECT_EQ(comparison.cells[0].verdict, Verdict::slower);
  EXPECT_DOUBLE_EQ(comparison.cells[0].metrics.front().threshold, 0.3);
  EXPECT_EQ(comparison.cells[1].verdict, Verdict::slower);
  EXPECT_DOUBLE_EQ(comparison.cells[1].metrics.front().threshold, 0.05);
}

// Two groups of ratios 30 % apart are worth a warning; ratios that are merely noisy are not, however near 1
// they lie.
TEST(Judgement, WarnsOfTwoGroupsOfRatios) {
  Measured measured;
  measured.cell("a", 1e-3, 1e-3).cell("b", 1e-3, 1e-3);
  for (auto& visit : measured.raw().visits)
    if (visit.cell == 0 && visit.arm == Arm::head && visit.round % 2 == 0) visit.wall.front() *= 1.3;
  const auto comparison = measured.judged();
  EXPECT_FALSE(comparison.cells[0].metrics.front().ratio.warnings().empty());
  EXPECT_TRUE(comparison.cells[1].metrics.front().ratio.warnings().empty());
}

// 2 % apart: two groups of logarithms around 0 are any number of times their median apart.
TEST(Judgement, DoesNotWarnOfGroupsThatHardlyDiffer) {
  Measured measured;
  measured.cell("a", 1e-3, 1e-3, 1, 0.0005);
  for (auto& visit : measured.raw().visits)
    if (visit.arm == Arm::head) visit.wall.front() *= visit.round % 2 == 0 ? 1.01 : 0.99;
  EXPECT_TRUE(measured.judged().cells[0].metrics.front().ratio.warnings().empty());
}

TEST(NullRuns, GiveEachCellAThreshold) {
  const reports::sample::Folder folder;
  for (int i = 0; i < 6; ++i) {
    auto comparison = Measured().cell("a", 1e-3, 1e-3 * (1 + 0.02 * i)).cell("b", 1e-3, 1e-3).judged();
    if (i > 2) comparison.cells.pop_back();
    std::erase_if(comparison.visits, [](const Visit&) { return true; });
    folder.write(std::to_string(i) + ".json", to_json(comparison));
  }
  folder.write("notes.txt", "not one of them");
  const auto thresholds = thresholds_from(folder / "");
  ASSERT_EQ(thresholds.size(), 1u);
  EXPECT_NEAR(thresholds.at("a"), std::pow(1.1, 1.5) - 1, 0.02);
}

TEST(Judgement, SeesWorkersThatSpin) {
  const auto comparison = Measured().cell("a/threads/workers:2", 1e-3, 1e-3, 1.5).judged();
  EXPECT_EQ(comparison.cells[0].verdict, Verdict::regression);
  EXPECT_THAT(comparison.cells[0].reason, HasSubstr("CPU time of all workers +"));
  EXPECT_THAT(comparison.cells[0].reason, HasSubstr("spin"));
}

TEST(Judgement, SeesMemoryGrowButNotByLittle) {
  Measured measured;
  measured.cell("a", 1e-3, 1e-3).cell("b", 1e-3, 1e-3);
  for (auto& visit : measured.raw().visits)
    if (visit.arm == Arm::head) visit.memory *= visit.cell == 0 ? 1.5 : 1.15;  // +2.5 MB, +0.75 MB
  const auto comparison = measured.judged();
  EXPECT_EQ(comparison.cells[0].verdict, Verdict::regression);
  EXPECT_NE(comparison.cells[1].verdict, Verdict::regression);
}

// Half a nanosecond more never counts, so it is not promised either.
TEST(Judgement, PromisesNothingBelowTheSmallestChangeThatCounts) {
  Settings settings;
  const auto comparison = Measured()
                              .cell("a", 5e-9, 5e-9)
                              .cell("b", 5e-9, 5.7e-9)
                              .cell("c", 5e-9, 6.5e-9)
                              .cell("d", 5e-6, 5e-6)
                              .cell("e", 2e-10, 2e-10)
                              .judged(settings);
  const auto& steady = comparison.cells[0].metrics.front();
  EXPECT_NEAR(steady.threshold, 0.20, 0.01);
  ASSERT_TRUE(steady.detectable80);
  EXPECT_GE(*steady.detectable80, 0.19);
  EXPECT_LE(*steady.detectable80, 0.25);
  EXPECT_EQ(comparison.cells[1].verdict, Verdict::slower);
  EXPECT_EQ(comparison.cells[2].verdict, Verdict::regression);
  EXPECT_NEAR(comparison.cells[3].metrics.front().threshold, 0.05, 1e-9);
  EXPECT_LT(*comparison.cells[3].metrics.front().detectable80, 0.08);
  EXPECT_FALSE(comparison.cells[4].metrics.front().detectable80);
  // 1 MiB of 5 MB.
  const auto& memory = comparison.cells[0].metrics.back();
  ASSERT_EQ(memory.metric, Metric::memory);
  EXPECT_NEAR(memory.threshold, 1048576 / 5e6, 1e-6);
  EXPECT_GE(*memory.detectable80, 0.2);
}

TEST(Judgement, PromisesNothingOfWhatIsNotJudged) {
  Measured measured;
  measured.cell("a", 1e-3, 1e-3).cell("b", 1e-3, 1e-3).cell("c", 1e-3, 1e-3);
  measured.raw().cells[0].verdict = Verdict::observed;
  std::erase_if(measured.raw().visits,
                [](const Visit& visit) { return visit.cell == 1 && (visit.stage == 2 || visit.round > 3); });
  const auto comparison = measured.judged();
  EXPECT_FALSE(comparison.cells[0].metrics.front().detectable80);
  EXPECT_FALSE(comparison.cells[1].metrics.front().detectable80);
  EXPECT_TRUE(comparison.cells[2].metrics.front().detectable80);
  EXPECT_DOUBLE_EQ(comparison.cells[1].metrics.front().ratio.interval()->confidence, 0.875);  // of four pairs
}

// The interval beside a verdict is the one that it was read from.
TEST(Judgement, ShowsTheIntervalThatDecided) {
  Measured measured;
  measured.cell("a", 1e-3, 1e-3).cell("b", 1e-3, 1.2e-3);
  for (auto& visit : measured.raw().visits)  // suspicious by chance, and the second stage does not confirm it
    if (visit.cell == 0 && visit.stage == 1 && visit.arm == Arm::head) visit.wall.front() *= 1.04;
  const auto comparison = measured.judged();
  const auto &chance = comparison.cells[0].metrics.front(), &found = comparison.cells[1].metrics.front();
  ASSERT_EQ(chance.stage, 2);
  EXPECT_EQ(chance.verdict, Verdict::no_change);
  EXPECT_LT(chance.ratio.interval()->confidence, 0.97);
  EXPECT_GT(found.ratio.interval()->confidence, 0.99);
}

// CPU time regressed, and of wall time nothing can be said: the reason is that of the verdict.
TEST(Judgement, GivesTheReasonOfTheVerdictOnly) {
  Measured measured;
  measured.cell("a/threads/workers:2", 1e-3, 1.2e-3, 1.2);
  for (auto& visit : measured.raw().visits)
    if (visit.arm == Arm::control) visit.wall.front() *= 1.2;
  const auto comparison = measured.judged();
  const auto& cell = comparison.cells[0];
  ASSERT_EQ(cell.metrics.front().verdict, Verdict::invalid);
  EXPECT_EQ(cell.verdict, Verdict::regression);
  EXPECT_THAT(cell.reason, HasSubstr("CPU time of all workers +"));
  EXPECT_THAT(cell.reason, ::testing::Not(HasSubstr("machine")));
  EXPECT_THAT(cell.reason, ::testing::Not(HasSubstr("at no more wall time")));
  ASSERT_EQ(cell.warnings.size(), 1u);
  EXPECT_THAT(cell.warnings[0],
              HasSubstr("wall time cannot be judged: base against base differed too, by +"));
}

TEST(Judgement, KeepsTheReasonsOfOtherMetricsFromAVerdict) {
  Measured measured;
  measured.cell("a", 1e-3, 1e-3, 1.5).cell("b", 1e-3, 0.8e-3, 1.07 / 0.8).cell("c", 1e-3, 1.2e-3, 1 / 1.2);
  for (auto& visit : measured.raw().visits) {
    if (visit.cell == 0 && visit.arm == Arm::control) visit.cpu.front() *= 1.5;
    if (visit.cell == 2 && visit.arm == Arm::control) visit.wall.front() *= 1.2;
  }
  const auto comparison = measured.judged();
  EXPECT_EQ(comparison.cells[0].verdict, Verdict::no_change);
  EXPECT_EQ(comparison.cells[0].reason, "");
  ASSERT_EQ(comparison.cells[0].warnings.size(), 1u);
  EXPECT_THAT(comparison.cells[0].warnings[0], HasSubstr("CPU time of all workers cannot be judged"));
  EXPECT_EQ(comparison.cells[1].verdict, Verdict::improvement);
  EXPECT_EQ(comparison.cells[1].reason, "");
  ASSERT_EQ(comparison.cells[1].warnings.size(), 1u);
  EXPECT_THAT(comparison.cells[1].warnings[0], HasSubstr("CPU time of all workers +"));
  EXPECT_EQ(comparison.cells[2].verdict, Verdict::invalid);
  EXPECT_THAT(comparison.cells[2].reason, HasSubstr("wall time cannot be judged"));
  EXPECT_TRUE(comparison.cells[2].warnings.empty());
}

// A speed-up is one of wall time, and nobody knows of a cell that is inconclusive whether it got slower.
TEST(Judgement, ExplainsNoSpeedUpThatIsNotKnown) {
  const std::string work = "/size:8/grain:1";
  auto comparison = Measured()
                        .cell("a/serial/workers:1" + work, 2e-3, 2e-3)
                        .cell("a/threads/workers:2" + work, 1e-3, 1e-3, 1.5)
                        .judged();
  ASSERT_EQ(comparison.cells[1].verdict, Verdict::regression);
  EXPECT_EQ(comparison.cells[1].reason.find("speed-up"), std::string::npos);
  comparison = Measured()
                   .cell("a/serial/workers:1" + work, 2e-3, 2e-3, 1, 0.5)
                   .cell("a/threads/workers:2" + work, 1e-3, 1.25e-3)
                   .judged();
  ASSERT_EQ(comparison.cells[0].verdict, Verdict::inconclusive);
  EXPECT_EQ(comparison.cells[1].reason.find("speed-up"), std::string::npos);
}

TEST(Judgement, ExplainsSpeedUps) {
  const std::string work = "/size:8/grain:1";
  auto comparison = Measured()
                        .cell("a/serial/workers:1" + work, 2e-3, 2e-3)
                        .cell("a/threads/workers:2" + work, 1e-3, 1.25e-3)
                        .judged();
  EXPECT_THAT(comparison.cells[1].reason, HasSubstr("speed-up 2.0"));
  EXPECT_THAT(comparison.cells[1].reason, HasSubstr("-> 1.6"));
  EXPECT_THAT(comparison.cells[1].reason, HasSubstr("serial did not get slower"));
  comparison = Measured()
                   .cell("a/serial/workers:1" + work, 2e-3, 2.5e-3)
                   .cell("a/threads/workers:2" + work, 1e-3, 1.25e-3)
                   .judged();
  EXPECT_EQ(comparison.cells[1].reason.find("speed-up"), std::string::npos);
}

TEST(Judgement, LeavesSettledCellsAndJudgesNoObservedOnes) {
  Measured measured;
  measured.cell("a", 1e-3, 2e-3).cell("b", 1e-3, 2e-3);
  measured.raw().cells[0].verdict = Verdict::error;
  measured.raw().cells[1].verdict = Verdict::observed;
  const auto comparison = measured.judged();
  EXPECT_EQ(comparison.cells[0].verdict, Verdict::error);
  EXPECT_EQ(comparison.cells[1].verdict, Verdict::observed);
  EXPECT_NEAR(comparison.cells[1].metrics.front().ratio.point(), 2, 0.05);
  EXPECT_EQ(exit_of(comparison), failed);
}

TEST(Judgement, CountsOnlyWholePairs) {
  Measured measured;
  measured.cell("a", 1e-3, 1e-3);
  auto& visits = measured.raw().visits;
  visits[0].excluded = true;
  visits[3].failure = "it crashed";
  const auto pairs = differences_of(measured.raw(), 0, 1, Metric::wall);
  EXPECT_EQ(pairs.head.size(), 10u);
  EXPECT_TRUE(pairs.control.empty());
  EXPECT_EQ(differences_of(measured.raw(), 0, 2, Metric::wall).control.size(), 20u);
}

TEST(Judgement, SaysNothingOfTooFewPairs) {
  Measured measured;
  measured.cell("a", 1e-3, 2e-3);
  std::erase_if(measured.raw().visits,
                [](const Visit& visit) { return visit.stage == 2 || visit.round > 3; });
  EXPECT_EQ(measured.judged().cells[0].verdict, Verdict::inconclusive);
  measured.raw().visits.clear();
  measured.raw().cells[0].verdict = Verdict::inconclusive;
  EXPECT_EQ(measured.judged().cells[0].verdict, Verdict::left_out);
}

TEST(Judgement, AsksForMorePairsWhereThereIsMoreNoise) {
  Measured quiet, loud;
  quiet.cell("a", 1e-3, 1.1e-3);
  loud.cell("a", 1e-3, 1.1e-3, 1, 0.3);
  const Settings settings;
  const Suspect suspect{0, Metric::wall, Direction::slower};
  EXPECT_EQ(pairs_needed(quiet.raw(), suspect, 1, settings), settings.confirming);
  EXPECT_GT(pairs_needed(loud.raw(), suspect, 1, settings), settings.confirming);
  EXPECT_LE(pairs_needed(loud.raw(), suspect, 1, settings), settings.most_confirming);
}

}  // namespace
}  // namespace parallax::reports::gate
