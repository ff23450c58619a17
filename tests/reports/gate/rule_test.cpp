// SPDX-License-Identifier: MIT
#include "reports/gate/rule.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "reports/statistics/resample.hpp"

namespace parallax::reports::gate {
namespace {

std::vector<double> of(std::size_t count, double value) { return std::vector<double>(count, value); }

// Uniform noise around a slowdown, as differences of logarithms.
std::vector<double> noisy(std::size_t count, double effect, double spread, Random& random) {
  std::vector<double> all(count);
  for (double& one : all) one = std::log1p(effect) + spread * (2 * random.unit() - 1);
  return all;
}

Verdict told(const std::vector<double>& differences, Direction direction, double p,
             const std::vector<double>& control, double absolute = 1) {
  return confirmed(
      {.differences = differences, .control = control, .direction = direction, .p = p, .absolute = absolute},
      Rule{});
}

TEST(Suspicion, NeedsHalfTheThresholdAndThreeOfFourPairs) {
  const Rule rule;
  EXPECT_EQ(suspicion(of(12, std::log(1.03)), rule), Direction::slower);
  EXPECT_EQ(suspicion(of(12, std::log(0.97)), rule), Direction::faster);
  EXPECT_EQ(suspicion(of(12, std::log(1.02)), rule), Direction::none);
  auto mixed = of(12, 0.2);
  for (int i = 0; i < 4; ++i) mixed[i] = -0.01;  // eight of twelve
  EXPECT_EQ(suspicion(mixed, rule), Direction::none);
  mixed[0] = 0.2;  // nine
  EXPECT_EQ(suspicion(mixed, rule), Direction::slower);
  EXPECT_EQ(suspicion({}, rule), Direction::none);
}

TEST(Confirmation, NeedsBothCertaintyAndSize) {
  const auto quiet = of(20, 0.0);
  EXPECT_EQ(told(of(20, std::log(1.10)), Direction::slower, 0.001, quiet), Verdict::regression);
  EXPECT_EQ(told(of(20, std::log(1.04)), Direction::slower, 0.001, quiet), Verdict::slower);
  EXPECT_EQ(told(of(20, std::log(1.10)), Direction::slower, 0.02, quiet), Verdict::inconclusive);
  EXPECT_EQ(told(of(20, std::log(1.01)), Direction::slower, 0.02, quiet), Verdict::no_change);
  EXPECT_EQ(told(of(20, std::log(0.90)), Direction::faster, 0.001, quiet, -1), Verdict::improvement);
  EXPECT_EQ(told(of(20, std::log(0.97)), Direction::faster, 0.001, quiet, -1), Verdict::no_change);
}

// 0.4 to 0.6 ns is +50 % and nothing.
TEST(Confirmation, NeedsAnAbsoluteDifferenceToo) {
  Rule rule;
  rule.least = 1e-9;
  const auto differences = of(20, std::log(1.5));
  EXPECT_EQ(confirmed({.differences = differences,
                       .control = of(20, 0),
                       .direction = Direction::slower,
                       .p = 0.001,
                       .absolute = 2e-10},
                      rule),
            Verdict::slower);
}

TEST(Confirmation, IsInvalidWhereBaseDiffersFromItself) {
  const auto slower = of(20, std::log(1.2));
  EXPECT_EQ(told(slower, Direction::slower, 0.001, of(20, std::log(1.03))), Verdict::invalid);
  EXPECT_EQ(told(slower, Direction::slower, 0.001, of(20, std::log(0.97))), Verdict::invalid);
  EXPECT_EQ(told(slower, Direction::slower, 0.001, of(20, std::log(1.01))), Verdict::regression);
  EXPECT_EQ(told(slower, Direction::slower, 0.001, {}), Verdict::invalid);
  // Unsure, but as large as what the head would be accused of.
  std::vector<double> wild = of(20, 0.06);
  for (int i = 0; i < 9; ++i) wild[i] = -0.06;
  EXPECT_EQ(told(slower, Direction::slower, 0.001, wild), Verdict::invalid);
}

TEST(Unsuspicious, IsInconclusiveWhereAChangeCouldHide) {
  Random random;
  EXPECT_EQ(unsuspicious(noisy(12, 0, 0.01, random), Rule{}), Verdict::no_change);
  EXPECT_EQ(unsuspicious(noisy(12, 0, 0.5, random), Rule{}), Verdict::inconclusive);
}

TEST(Power, GrowsWithTheEffectAndFallsWithTheNoise) {
  Random random;
  const Rule rule;
  const auto quiet = noisy(12, 0, 0.03, random), loud = noisy(12, 0, 0.3, random);
  EXPECT_GT(power(quiet, 0.10, rule, 1), 0.95);
  EXPECT_LT(power(quiet, 0.0, rule, 1), 0.01);
  EXPECT_LT(power(loud, 0.10, rule, 1), power(quiet, 0.10, rule, 1));
  EXPECT_LE(power(quiet, 0.05, rule, 1), power(quiet, 0.10, rule, 1));
  const auto found = detectable(quiet, 0.8, rule, 1);
  ASSERT_TRUE(found);
  EXPECT_GT(*found, rule.threshold);
  EXPECT_LT(*found, 0.12);
  EXPECT_LE(*found, *detectable(quiet, 0.95, rule, 1));
  EXPECT_FALSE(detectable(noisy(12, 0, 3, random), 0.8, rule, 1));
}

// What the whole procedure is for: of runs without any difference at most one in a hundred may accuse
// somebody. Here noise is as large as the threshold, and the pairs of the second stage are fresh.
TEST(Rule, RarelyAccusesTheInnocent) {
  Random random;
  const Rule rule;
  int accused = 0;
  constexpr int runs = 3000, cells = 10;
  for (int run = 0; run < runs; ++run) {
    bool any = false;
    for (int cell = 0; cell < cells; ++cell) {
      const auto direction = suspicion(noisy(12, 0, 0.1, random), rule);
      if (direction != Direction::slower) continue;
      const auto again = noisy(20, 0, 0.1, random);
      any = any || confirmed({.differences = again,
                              .control = noisy(20, 0, 0.1, random),
                              .direction = direction,
                              .p = p_of(again, direction),
                              .absolute = 1},
                             rule) == Verdict::regression;
    }
    accused += any;
  }
  EXPECT_LE(accused, runs / 100);
}

}  // namespace
}  // namespace parallax::reports::gate
