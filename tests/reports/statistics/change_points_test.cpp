// SPDX-License-Identifier: MIT
// Changes are found where they are, and what is no change is not taken for one more often than the level
// says.
#include "reports/statistics/change_points.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "reports/statistics/median.hpp"
#include "tests/reports/statistics/given.hpp"

namespace parallax::reports {
namespace {

using given::Samples;
using given::Times;

constexpr std::size_t least = 5;

// Logarithms of times around each of the middles, so many of each.
Samples levels(unsigned seed, std::initializer_list<std::pair<std::size_t, double>> parts,
               double spread = 0.02) {
  Times times(seed, spread);
  Samples all;
  for (const auto& [count, middle] : parts)
    for (const auto time : times(count, middle)) all.push_back(std::log(time));
  return all;
}

std::size_t distance(std::size_t a, std::size_t b) { return a > b ? a - b : b - a; }

TEST(EnergyStatistic, IsAsDefined) {
  // Between: 9 + 10 + 8 + 9 = 36, twice its mean is 18; within: 1 and 1; 2 x 2 / 4 = 1.
  EXPECT_DOUBLE_EQ(energy_statistic(Samples{0, 1}, Samples{9, 10}), 16);
  // Equal samples: twice the mean of {0, 1, 1, 0}, less 1 and 1.
  EXPECT_DOUBLE_EQ(energy_statistic(Samples{0, 1}, Samples{0, 1}), -1);
  EXPECT_DOUBLE_EQ(energy_statistic(Samples{3, 3, 3}, Samples{3, 3}), 0);
  EXPECT_DOUBLE_EQ(energy_statistic(Samples{9, 10}, Samples{0, 1}), 16);
}

// The scan's running sums against the definition, over every split and every end.
TEST(StrongestSplit, IsTheLargestStatisticOfAll) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const auto series = levels(seed, {{9, 1}, {7, 1.03}, {8, 0.98}}, 0.05);
    const std::span all(series);
    Split expected;
    for (std::size_t end = 2 * least; end <= all.size(); ++end) {
      for (auto at = least; at + least <= end; ++at) {
        const auto statistic = energy_statistic(all.first(at), all.subspan(at, end - at));
        if (statistic > expected.statistic) expected = {at, end, statistic};
      }
    }
    const auto found = strongest_split(series, least);
    EXPECT_EQ(found.index, expected.index) << seed;
    EXPECT_EQ(found.end, expected.end) << seed;
    EXPECT_NEAR(found.statistic, expected.statistic, 1e-12) << seed;
  }
}

TEST(StrongestSplit, OfTooFewOrOfEqualsIsNone) {
  EXPECT_EQ(strongest_split(given::one_to(9), least).statistic, 0);
  EXPECT_EQ(strongest_split(Samples(20, 1.0), least).statistic, 0);
  EXPECT_EQ(strongest_split({}, least).statistic, 0);
  EXPECT_THROW(strongest_split(given::one_to(9), 1), std::invalid_argument);
}

TEST(ChangePoints, FindAStepWhereItIs) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const auto series = levels(seed, {{30, 1}, {20, 1.1}});
    const auto found = change_points(series, {.level = 0.001});
    ASSERT_EQ(found.size(), 1U) << seed;
    EXPECT_LE(distance(found[0].index, 30), 1U) << seed;
    EXPECT_DOUBLE_EQ(found[0].p, 0.001) << "the smallest of 999 permutations";
    const std::span all(series);
    EXPECT_EQ(found[0].before, median(all.first(found[0].index)));
    EXPECT_EQ(found[0].after, median(all.subspan(found[0].index)));
    EXPECT_NEAR(found[0].after - found[0].before, std::log(1.1), 0.03);
  }
}

TEST(ChangePoints, FindAStepWithoutNoise) {
  Samples series(20, 1.0);
  std::fill(series.begin() + 12, series.end(), 1.001);
  const auto found = change_points(series);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].index, 12U);
  EXPECT_EQ(found[0].before, 1);
  EXPECT_EQ(found[0].after, 1.001);
}

TEST(ChangePoints, FindAStepUpAndBackDown) {
  const auto found = change_points(levels(3, {{30, 1}, {30, 1.15}, {30, 1}}));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_LE(distance(found[0].index, 30), 1U);
  EXPECT_LE(distance(found[1].index, 60), 1U);
  EXPECT_GT(found[0].after, found[0].before);
  EXPECT_EQ(found[0].after, found[1].before);
  EXPECT_LT(found[1].after, found[1].before);
}

TEST(ChangePoints, FindTwoStepsInOneDirection) {
  const auto found = change_points(levels(4, {{25, 1}, {25, 1.1}, {40, 1.25}}));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_LE(distance(found[0].index, 25), 1U);
  EXPECT_LE(distance(found[1].index, 50), 1U);
}

// The mean stays, the spread does not: no test of means or medians would see it.
TEST(ChangePoints, FindAChangeOfSpread) {
  auto series = levels(5, {{60, 1}}, 0.01);
  const auto wide = levels(6, {{60, 1}}, 0.2);
  series.insert(series.end(), wide.begin(), wide.end());
  const auto found = change_points(series);
  ASSERT_FALSE(found.empty());
  EXPECT_LE(distance(found[0].index, 60), 8U);
}

TEST(ChangePoints, AnOutlierIsNone) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    auto series = levels(seed, {{50, 1}});
    series[25] += 3;
    EXPECT_TRUE(change_points(series, {.level = 0.001}).empty()) << seed;
    series[12] -= 3;
    EXPECT_TRUE(change_points(series, {.level = 0.001}).empty()) << seed;
  }
}

// Values of a drift cannot be exchanged, so it counts as changes; the header says so.
TEST(ChangePoints, ARampIsCutIntoSteps) {
  auto series = levels(7, {{60, 1}});
  for (std::size_t i = 0; i < series.size(); ++i) series[i] += 0.005 * static_cast<double>(i);
  const auto found = change_points(series);
  ASSERT_FALSE(found.empty());
  for (const auto& point : found) EXPECT_GT(point.after, point.before);
}

TEST(ChangePoints, SegmentsAreNeverShorterThanAsked) {
  const auto series = levels(8, {{8, 1}, {8, 2}, {8, 1}, {8, 2}, {8, 1}, {8, 2}});
  for (const std::size_t length : {2, 5, 8, 11}) {
    std::size_t begin = 0;
    for (const auto& point : change_points(series, {.level = 0.05, .least_segment = length})) {
      EXPECT_GE(point.index - begin, length);
      begin = point.index;
    }
    EXPECT_GE(series.size() - begin, length);
  }
}

TEST(ChangePoints, OfAShortSeriesAreNone) {
  EXPECT_TRUE(change_points({}).empty());
  EXPECT_TRUE(change_points(Samples{1, 1, 1, 1, 9, 9, 9, 9, 9}).empty());
  EXPECT_FALSE(change_points(Samples{1, 1, 1, 1, 1, 9, 9, 9, 9, 9}).empty());
  EXPECT_TRUE(change_points(Samples(50, 1.0)).empty());
}

// The level holds whatever the distribution, for the whole series and not for each place of it.
TEST(ChangePoints, AreRareInNoise) {
  constexpr double level = 0.05;
  constexpr int runs = 400;
  for (const double spread : {0.02, 3.0}) {  // almost normal, and with outliers of hundredfold times
    int seen = 0;
    for (unsigned seed = 0; seed < runs; ++seed) {
      const auto series = Times(1000 + seed, spread)(40);
      seen += !change_points(series, {.level = level}).empty();
    }
    EXPECT_LE(seen, 34) << spread;  // 20 expected, with a deviation of 4.4
    EXPECT_GE(seen, 8) << spread;
  }
}

TEST(ChangePoints, DoNotDependOnTheUnitOrTheSign) {
  const auto series = levels(9, {{30, 1}, {30, 1.06}}, 0.04);
  auto scaled = series, negative = series;
  for (auto& value : scaled) value = 1000 * value + 8;
  for (auto& value : negative) value = -value;
  const auto found = change_points(series);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(change_points(series), found) << "the permutations are fixed";
  for (const auto& other : {scaled, negative}) {
    const auto again = change_points(other);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].index, found[0].index);
    EXPECT_EQ(again[0].p, found[0].p);
  }
}

// 0.0001 cannot be reached with 999 permutations.
TEST(ChangePoints, PermuteAsOftenAsTheLevelNeeds) {
  const auto found = change_points(levels(10, {{10, 1}, {10, 1.5}}), {.level = 0.0001});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_LE(found[0].p, 0.0001);
}

TEST(ChangePoints, RefuseWhatCannotBe) {
  const auto series = given::one_to(20);
  for (const auto level : {0.0, -1.0, 1.0, 1e-9, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_THROW(change_points(series, {.level = level}), std::invalid_argument) << level;
  EXPECT_THROW(change_points(series, {.least_segment = 1}), std::invalid_argument);
  auto broken = series;
  broken[3] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(change_points(broken), std::invalid_argument);
  broken[3] = std::numeric_limits<double>::infinity();
  EXPECT_THROW(change_points(broken), std::invalid_argument);
}

}  // namespace
}  // namespace parallax::reports
