// SPDX-License-Identifier: MIT
// Ranks against probabilities that were found by enumerating all choices, and by integrating chi-squared; the page's script
// is held against the same file.
#include "reports/statistics/rank_test.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

namespace parallax::reports {
namespace {

TEST(RankTest, FindsTheProbabilitiesOfOtherCalculations) {
  std::ifstream file(RANK_CASES);
  for (const auto& one : nlohmann::json::parse(file)) {
    const auto sets = one["sets"].get<std::vector<std::vector<double>>>();
    const std::vector<std::span<const double>> spans(sets.begin(), sets.end());
    EXPECT_NEAR(same_distribution_probability(spans), one["probability"].get<double>(), 1e-8) << one;
  }
}

TEST(RankTest, OfOneSetSaysNothing) {
  const std::vector<double> samples{1, 2};
  const std::vector<std::span<const double>> one{samples};
  EXPECT_EQ(same_distribution_probability(one), 1);
}

TEST(StepDownLevel, GrowsWithThePartAndIsTheWholeErrorAtTheEnd) {
  EXPECT_DOUBLE_EQ(step_down_level(21, 21, 0.05), 0.05);
  EXPECT_DOUBLE_EQ(step_down_level(20, 21, 0.05), 0.05);
  EXPECT_NEAR(step_down_level(2, 21, 0.05), 0.004873, 1e-6);
  EXPECT_LT(step_down_level(2, 21, 0.05), step_down_level(3, 21, 0.05));
}

}  // namespace
}  // namespace parallax::reports
