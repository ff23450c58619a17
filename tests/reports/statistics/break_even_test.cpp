// SPDX-License-Identifier: MIT
// From which size on: every outcome, and the size where it is known.
#include "reports/statistics/break_even.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/reports/statistics/given.hpp"

namespace parallax::reports {
namespace {

using given::Samples;

struct SizeSweep {
  std::vector<double> sizes;
  std::vector<Samples> ours, theirs;

  BreakEvenSize outcome() const {
    std::vector<SizePoint> points;
    for (std::size_t i = 0; i < sizes.size(); ++i) points.push_back({sizes[i], ours[i], theirs[i]});
    return break_even(points);
  }
};

// Theirs takes the size itself, ours what is given.
SizeSweep sweep_of_sizes(const std::function<double(double)>& ours, double spread = 0.01) {
  SizeSweep all;
  given::Times times(2, spread);
  for (double size = 1; size <= 1024; size *= 4) {
    all.sizes.push_back(size);
    all.ours.push_back(times(6, ours(size)));
    all.theirs.push_back(times(6, size));
  }
  return all;
}

TEST(BreakEvenSize, LiesWhereTheOverheadIsEarned) {
  const auto found = sweep_of_sizes([](double size) { return size / 2 + 20; }).outcome();  // equal at 40
  EXPECT_EQ(found.outcome, BreakEven::from_size);
  EXPECT_NEAR(found.size->point(), 40, 8);  // interpolated between 16 and 64
  ASSERT_TRUE(found.size && found.size->interval());
  // What lies between the measured sizes was not measured.
  EXPECT_LE(found.size->interval()->low, 16);
  EXPECT_GE(found.size->interval()->high, 64);
  EXPECT_TRUE(found.warnings.empty());
}

TEST(BreakEvenSize, IsNoneWhereOneIsAlwaysFaster) {
  EXPECT_EQ(sweep_of_sizes([](double size) { return size / 2; }).outcome().outcome, BreakEven::always);
  EXPECT_EQ(sweep_of_sizes([](double size) { return size * 2; }).outcome().outcome, BreakEven::never);
}

// Faster by half at every size, but the smallest were measured twice only, or hardly differ: nobody may say "always".
TEST(BreakEvenSize, IsAlwaysOnlyWhereEverySizeIsSure) {
  auto few = sweep_of_sizes([](double size) { return size / 2; });
  few.ours.front().resize(2);
  EXPECT_EQ(few.outcome().outcome, BreakEven::at_the_latest);
  EXPECT_EQ(few.outcome().latest, 4);
  const auto close =
      sweep_of_sizes([](double size) { return size < 100 ? size * 0.999 : size / 2; }, 0.05).outcome();
  EXPECT_NE(close.outcome, BreakEven::always);
}

TEST(BreakEvenSize, IsNotResolvedWhereTheLargestTellsNothing) {
  EXPECT_EQ(sweep_of_sizes([](double size) { return size; }, 0.1).outcome().outcome, BreakEven::not_resolved);
  SizeSweep two = sweep_of_sizes([](double size) { return size / 2; });
  for (auto& samples : two.ours) samples.resize(2);
  EXPECT_EQ(two.outcome().outcome, BreakEven::not_resolved);
}

// At the smallest three sizes nobody can tell the two apart. By the medians alone ours is slower at the smallest.
TEST(BreakEvenSize, IsABoundWhereItMayLieBelowAllSizes) {
  auto all = sweep_of_sizes([](double size) { return size / 2; }, 0.05);
  for (const std::size_t i : {0u, 1u, 2u}) {
    all.ours[i] = all.theirs[i];
    for (auto& one : all.ours[i]) one *= i == 0 ? 1.001 : 0.999;
  }
  const auto found = all.outcome();
  EXPECT_EQ(found.outcome, BreakEven::at_the_latest);
  EXPECT_EQ(found.latest, 64);
  EXPECT_FALSE(found.changes_sides);
  // One that is surely slower at the smallest size pays from somewhere between two of them.
  const auto slower_first =
      sweep_of_sizes([](double size) { return size < 2 ? size * 1.5 : size / 2; }, 0.01).outcome();
  EXPECT_EQ(slower_first.outcome, BreakEven::from_size);
  EXPECT_GE(slower_first.size->interval()->low, 0.9);
}

TEST(BreakEvenSize, KnowsAnAdvantageThatChangesSides) {
  const auto found = sweep_of_sizes([](double size) { return size == 16 ? 32 : size / 2; }).outcome();
  EXPECT_EQ(found.outcome, BreakEven::from_size);
  EXPECT_GT(found.size->point(), 16);
  EXPECT_TRUE(found.changes_sides);
  EXPECT_FALSE(sweep_of_sizes([](double size) { return size / 2 + 20; }).outcome().changes_sides);
}

TEST(BreakEvenSize, WarnsOfAShortSweepAndOfNone) {
  auto two = sweep_of_sizes([](double size) { return size / 2; });
  two.sizes.resize(2);
  EXPECT_EQ(two.outcome().warnings.front(), "fewer than 3 sizes");
  const auto none = break_even({});
  EXPECT_EQ(none.outcome, BreakEven::not_resolved);
  EXPECT_EQ(none.warnings.front(), "no size that both did");
}

}  // namespace
}  // namespace parallax::reports
