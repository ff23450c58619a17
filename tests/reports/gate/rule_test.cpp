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
  EXPECT_GT(power({quiet}, 0.10, rule, 1), 0.95);
  EXPECT_LT(power({quiet}, 0.0, rule, 1), 0.01);
  EXPECT_LT(power({loud}, 0.10, rule, 1), power({quiet}, 0.10, rule, 1));
  EXPECT_LE(power({quiet}, 0.05, rule, 1), power({quiet}, 0.10, rule, 1));
  const auto found = detectable({quiet}, 0.8, rule, 1);
  ASSERT_TRUE(found);
  EXPECT_GT(*found, rule.threshold);
  EXPECT_LT(*found, 0.12);
  EXPECT_LE(*found, *detectable({quiet}, 0.95, rule, 1));
  const auto wild = noisy(12, 0, 3, random);
  EXPECT_FALSE(detectable({wild}, 0.8, rule, 1));
}

// 5 ns: 5 % of it are a quarter of a nanosecond, which never counts.
TEST(Power, NeedsTheSmallestChangeThatCounts) {
  Random random;
  Rule rule;
  rule.least = 1e-9;
  const auto quiet = noisy(12, 0, 0.01, random), bases = of(12, 5e-9), long_ones = of(12, 5e-6);
  EXPECT_LT(*detectable({.differences = quiet}, 0.8, rule, 1), 0.06);
  EXPECT_LT(*detectable({.differences = quiet, .bases = long_ones}, 0.8, rule, 1), 0.06);
  EXPECT_GT(*detectable({.differences = quiet, .bases = bases}, 0.8, rule, 1), 0.20);
  EXPECT_LT(*detectable({.differences = quiet, .bases = bases}, 0.8, rule, 1), 0.22);
  EXPECT_EQ(power({.differences = quiet, .bases = bases}, 0.15, rule, 1), 0);
  const auto half = of(12, 5e-10);
  EXPECT_FALSE(detectable({.differences = quiet, .bases = half}, 0.8, rule, 1));
}

// What the control would refuse is not found, however large it is.
TEST(Power, NeedsAControlWithinItsBounds) {
  Random random;
  const Rule rule;
  const auto quiet = noisy(20, 0, 0.01, random), off = noisy(20, 0.06, 0.01, random);
  EXPECT_GT(power({.differences = quiet, .control = quiet}, 0.10, rule, 1), 0.95);
  EXPECT_EQ(power({.differences = quiet, .control = off}, 0.50, rule, 1), 0);
  EXPECT_FALSE(detectable({.differences = quiet, .control = off}, 0.8, rule, 1));
  // As noisy as its pairs: sometimes it is off by chance, and more noise makes that more frequent.
  const auto loud = noisy(20, 0, 0.12, random);
  EXPECT_LT(power({.differences = loud, .control = loud}, 0.5, rule, 1),
            power({.differences = loud}, 0.5, rule, 1));
}

// What is promised is held: of whole runs with a slowdown of that size, the rule with its control declares as
// many.
TEST(Power, IsWhatWholeRunsShow) {
  Random random;
  const Rule rule;
  const auto pairs = noisy(20, 0, 0.12, random), control = noisy(20, 0, 0.12, random);
  const double effect = 0.12;
  constexpr int runs = 4000;
  int declared = 0;
  const auto drawn = [&](std::size_t count, double shift, const std::vector<double>& from) {
    std::vector<double> all(count);
    for (double& one : all)
      one = shift + from[static_cast<std::size_t>(random.unit() * static_cast<double>(from.size()))];
    return all;
  };
  const double shift = std::log1p(effect);
  const auto centre = centred(pairs);
  for (int run = 0; run < runs; ++run) {
    if (suspicion(drawn(rule.screening, shift, centre), rule) != Direction::slower) continue;
    const auto again = drawn(rule.confirming, shift, centre), machine = drawn(rule.confirming, 0, control);
    declared += confirmed({.differences = again,
                           .control = machine,
                           .direction = Direction::slower,
                           .p = p_of(again, Direction::slower),
                           .absolute = 1},
                          rule) == Verdict::regression;
  }
  EXPECT_NEAR(power({.differences = pairs, .control = control}, effect, rule, 1, runs),
              static_cast<double>(declared) / runs, 0.04);
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
