// SPDX-License-Identifier: MIT
#include "reports/statistics/sign_test.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "reports/statistics/proportion.hpp"
#include "reports/statistics/resample.hpp"

namespace parallax::reports {
namespace {

// Sums of binomial coefficients, by hand.
TEST(SignTest, IsTheTailOfFairCoins) {
  EXPECT_NEAR(sign_test({20, 0, 0}), std::pow(0.5, 20), 1e-15);
  EXPECT_NEAR(sign_test({9, 1, 0}), 11.0 / 1024, 1e-12);
  EXPECT_NEAR(sign_test({17, 3, 0}), (1140 + 190 + 20 + 1) / std::pow(2, 20), 1e-12);
  EXPECT_NEAR(sign_test({5, 5, 0}), 638.0 / 1024, 1e-12);
  EXPECT_EQ(sign_test({0, 7, 0}), 1);
  EXPECT_EQ(sign_test({}), 1);
}

TEST(SignTest, DoesNotCountTies) {
  const std::vector<double> differences{1, 2, 0, -1, 0, 3};
  const auto signs = signs_of(differences);
  EXPECT_EQ(signs.positive, 3u);
  EXPECT_EQ(signs.negative, 1u);
  EXPECT_EQ(signs.ties, 2u);
  EXPECT_DOUBLE_EQ(sign_test(signs), sign_test({3, 1, 0}));
}

// The example of Holm's paper's rule: 0.005, 0.011, 0.02, 0.04 times 4, 3, 2, 1, never falling.
TEST(Holm, MultipliesByWhatIsLeft) {
  const std::vector<double> p{0.02, 0.005, 0.04, 0.011};
  const auto adjusted = holm(p);
  EXPECT_NEAR(adjusted[0], 0.04, 1e-12);
  EXPECT_NEAR(adjusted[1], 0.02, 1e-12);
  EXPECT_NEAR(adjusted[2], 0.04, 1e-12);
  EXPECT_NEAR(adjusted[3], 0.033, 1e-12);
  EXPECT_TRUE(holm({}).empty());
  EXPECT_EQ(holm(std::vector{0.7, 0.9}), (std::vector{1.0, 1.0}));
}

TEST(Holm, NeverTurnsAnOrderRound) {
  Random random;
  for (int i = 0; i < 200; ++i) {
    std::vector<double> p(7);
    for (double& one : p) one = random.unit();
    const auto adjusted = holm(p);
    for (std::size_t a = 0; a < p.size(); ++a) {
      EXPECT_GE(adjusted[a], p[a]);
      for (std::size_t b = 0; b < p.size(); ++b) EXPECT_TRUE(!(p[a] < p[b]) || adjusted[a] <= adjusted[b]);
    }
  }
}

// Whatever the distribution: here with a long tail on one side.
TEST(MedianOfDifferences, CoversTheMedianAsOftenAsItSays) {
  Random random;
  int covered = 0;
  constexpr int trials = 4000;
  for (int i = 0; i < trials; ++i) {
    std::vector<double> differences(20);
    for (double& one : differences) one = -std::log(random.unit()) - std::log(2.0);  // median 0
    const auto interval = *median_of_differences(differences, 0.95).interval();
    covered += interval.low <= 0 && interval.high >= 0;
  }
  EXPECT_NEAR(covered / double{trials}, 0.9586, 0.015);  // rank 6 of 20
}

TEST(Proportion, IsClopperAndPearsons) {
  const auto none = proportion(0, 299);  // the rule of three, exactly
  EXPECT_EQ(none.point(), 0);
  EXPECT_EQ(none.interval()->low, 0);
  EXPECT_NEAR(none.interval()->high, 1 - std::pow(0.025, 1.0 / 299), 1e-9);
  const auto some = proportion(7, 20);
  EXPECT_NEAR(some.interval()->low, 0.1539, 1e-4);
  EXPECT_NEAR(some.interval()->high, 0.5922, 1e-4);
  EXPECT_EQ(proportion(5, 5).interval()->high, 1);
  EXPECT_EQ(proportion(0, 0).interval()->high, 1);
}

}  // namespace
}  // namespace parallax::reports
