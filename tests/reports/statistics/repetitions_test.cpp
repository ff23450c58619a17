// SPDX-License-Identifier: MIT
// How many repetitions would tell: held against simulations that have so many.
#include "reports/statistics/repetitions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "reports/statistics/ranking.hpp"

namespace parallax::reports {
namespace {

Estimate ratio(double value, double low, double high) { return {value, Interval{low, high, 0.95}, {}}; }

TEST(RepetitionsToResolve, GrowWithTheWidthOfTheIntervalAndTheNumberOfContenders) {
  const auto few = repetitions_to_resolve(ratio(1.1, 0.95, 1.27), 6, 2);
  const auto wide = repetitions_to_resolve(ratio(1.1, 0.8, 1.51), 6, 2);
  const auto many = repetitions_to_resolve(ratio(1.1, 0.95, 1.27), 6, 20);
  ASSERT_TRUE(few && wide && many);
  EXPECT_GT(*few, 6u);
  EXPECT_GT(*wide, 3 * *few);
  EXPECT_GT(*many, *few);
}

TEST(RepetitionsToResolve, AreMoreThanThereWereAndEnoughForRanks) {
  // Three of each never get below 0.1, whatever they are.
  EXPECT_EQ(repetitions_to_resolve(ratio(2, 1.9, 2.1), 3, 2), 4u);
  EXPECT_EQ(repetitions_to_resolve(ratio(2, 1.9, 2.1), 3, 21), 6u);  // 2/924 is below 0.0049, 2/252 is not
  EXPECT_EQ(repetitions_to_resolve(ratio(2, 1.9, 2.1), 30, 2), 31u);
}

TEST(RepetitionsToResolve, AreNotKnownWhereNothingTells) {
  EXPECT_FALSE(repetitions_to_resolve({1.1, NoInterval{"two repetitions"}}, 2, 2));
  EXPECT_FALSE(repetitions_to_resolve(ratio(1, 0.9, 1.1), 6, 2));
  EXPECT_GT(*repetitions_to_resolve(ratio(1.0001, 0.9, 1.1), 6, 2), most_repetitions_told);
}

// Of two that truly differ as they were seen to, with so many repetitions: the share of runs in which that is called sure.
double share_resolved(double difference, double spread, std::size_t repetitions) {
  std::mt19937_64 random(7);
  std::normal_distribution<double> noise(0, spread);
  constexpr int runs = 200;
  int resolved = 0;
  for (int run = 0; run < runs; ++run) {
    std::vector<double> one(repetitions), other(repetitions);
    for (auto& time : one) time = std::exp(noise(random));
    for (auto& time : other) time = difference * std::exp(noise(random));
    const auto standings = winners(std::vector<Contender>{{one}, {other}});
    resolved += standings[1].resolved ? 1 : 0;
  }
  return static_cast<double>(resolved) / runs;
}

TEST(RepetitionsToResolve, TellInMostRunsAndAQuarterOfThemInFew) {
  constexpr double difference = 1.05, spread = 0.06;
  // The interval of the ratio of two medians of normal samples, of which each has a variance of pi / 2n.
  const auto half = 1.96 * spread * std::sqrt(3.14159 / 6.0);
  const auto needed = repetitions_to_resolve(
      ratio(difference, difference * std::exp(-half), difference * std::exp(half)), 6, 2);
  ASSERT_TRUE(needed);
  EXPECT_GT(share_resolved(difference, spread, *needed), 0.7);
  EXPECT_LT(share_resolved(difference, spread, *needed / 4), 0.5);
}

}  // namespace
}  // namespace parallax::reports
