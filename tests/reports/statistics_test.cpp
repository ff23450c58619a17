// SPDX-License-Identifier: MIT
// Statistics against published tables, cases worked out by hand, and their own promises by simulation.
#include "reports/statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <ostream>
#include <random>
#include <stdexcept>

namespace parallax::reports {
namespace {

using Samples = std::vector<double>;

Samples one_to(std::size_t count) {
  Samples samples(count);
  std::iota(samples.begin(), samples.end(), 1.0);
  return samples;
}

TEST(Median, IsTheMiddleOrTheMeanOfTheMiddleTwo) {
  EXPECT_EQ(median(Samples{7}), 7);
  EXPECT_EQ(median(Samples{3, 1}), 2);
  EXPECT_EQ(median(Samples{9, 1, 5}), 5);
  EXPECT_EQ(median(Samples{4, 1, 3, 100}), 3.5);
  EXPECT_THROW(median(Samples{}), std::logic_error);
}

struct Rank {
  std::size_t count, rank;
  double confidence;
};

void PrintTo(const Rank& rank, std::ostream* out) { *out << rank.count << " samples"; }

class PublishedRank : public testing::TestWithParam<Rank> {};

// J.-Y. Le Boudec, Performance Evaluation of Computer and Communication Systems, appendix A, gives the first
// ranks and their confidence; 1 - 2 (1 + 6) / 2^6 and its like can be checked on paper.
TEST_P(PublishedRank, IsFoundWithItsConfidence) {
  const auto [count, rank, confidence] = GetParam();
  EXPECT_EQ(median_rank(count), rank);
  EXPECT_NEAR(median_confidence(count, rank), confidence, 0.0006);
}

INSTANTIATE_TEST_SUITE_P(Median, PublishedRank,
                         testing::Values(Rank{6, 1, 0.969}, Rank{7, 1, 0.984}, Rank{8, 1, 0.992},
                                         Rank{9, 2, 0.961}, Rank{10, 2, 0.979}, Rank{12, 3, 0.961},
                                         Rank{16, 4, 0.979}, Rank{20, 6, 0.959}, Rank{30, 10, 0.957},
                                         Rank{70, 27, 0.959}));

TEST(MedianRank, DoesNotExistForFewerThanSixSamples) {
  for (std::size_t count = 0; count < 6; ++count) EXPECT_FALSE(median_rank(count)) << count;
  EXPECT_EQ(median_rank(5, 0.9), 1u);
}

TEST(MedianRank, SurvivesManySamples) {
  const auto rank = median_rank(100'000);
  ASSERT_TRUE(rank);
  EXPECT_NEAR(static_cast<double>(*rank), 50'000 - 1.96 * std::sqrt(100'000.0) / 2,
              2);  // the normal approximation
}

TEST(MedianWithInterval, TakesTheSamplesOfTheRank) {
  const auto estimate = median_with_interval(one_to(20));
  EXPECT_EQ(estimate.value, 10.5);
  ASSERT_TRUE(estimate.interval);
  EXPECT_EQ(estimate.interval->low, 6);
  EXPECT_EQ(estimate.interval->high, 15);
  EXPECT_TRUE(estimate.warnings.empty());
}

TEST(MedianWithInterval, WarnsOfFewSamplesAndStatesItsConfidence) {
  const auto five = median_with_interval(one_to(5));
  ASSERT_TRUE(five.interval);
  EXPECT_EQ(five.interval->low, 1);
  EXPECT_EQ(five.interval->high, 5);
  EXPECT_DOUBLE_EQ(five.interval->confidence, 0.9375);  // 1 - 2 / 2^5
  EXPECT_EQ(five.warnings,
            std::vector<std::string>{"fewer than 6 repetitions: no 95 % interval of the median; the range "
                                     "of 5 holds it with 93.8 %"});
  const auto two = median_with_interval(one_to(2));
  EXPECT_FALSE(two.interval);
  EXPECT_EQ(two.warnings, std::vector<std::string>{"fewer than 3 repetitions: no interval"});
}

TEST(RatioOfMedians, IsExactWhereNothingVaries) {
  const auto estimate = ratio_of_medians(Samples(6, 6.0), Samples(6, 3.0));
  EXPECT_EQ(estimate.value, 2);
  ASSERT_TRUE(estimate.interval);
  EXPECT_EQ(estimate.interval->low, 2);
  EXPECT_EQ(estimate.interval->high, 2);
  EXPECT_TRUE(estimate.warnings.empty());
}

// The median of a draw of three from {1, 2, 3} is 1 or 3 with probability 7/27 each and 2 with 13/27, so
// against a constant the 95 % interval has to reach both ends.
TEST(RatioOfMedians, HasTheIntervalOfACaseWorkedOutByHand) {
  const auto estimate = ratio_of_medians(one_to(3), Samples(3, 1.0));
  EXPECT_EQ(estimate.value, 2);
  ASSERT_TRUE(estimate.interval);
  EXPECT_EQ(estimate.interval->low, 1);
  EXPECT_EQ(estimate.interval->high, 3);
  EXPECT_EQ(estimate.warnings.size(), 1u);
}

// Of 9 samples the median of a draw is below the third with probability P(Bin(9, 2/9) >= 5) = 3.0 %, and
// below the second with P(Bin(9, 1/9) >= 5) = 0.15 %; the 2.5 % point therefore is the second.
TEST(RatioOfMedians, CutsTheTailsWhereTheBinomialSays) {
  const auto estimate = ratio_of_medians(one_to(9), Samples(9, 1.0));
  ASSERT_TRUE(estimate.interval);
  EXPECT_EQ(estimate.interval->low, 2);
  EXPECT_EQ(estimate.interval->high, 8);
}

TEST(RatioOfMedians, IsTheSameEveryTimeAndInAnyOrder) {
  const Samples samples{3.1, 2.9, 3.3, 3.0, 3.2, 2.8};
  const auto once = ratio_of_medians(samples, one_to(7));
  const auto again = ratio_of_medians(samples, one_to(7));
  EXPECT_EQ(once.interval->low, again.interval->low);
  EXPECT_EQ(once.interval->high, again.interval->high);
}

TEST(RatioOfMedians, GivesNoIntervalForTwoSamplesAndRefusesZero) {
  EXPECT_FALSE(ratio_of_medians(one_to(2), one_to(9)).interval);
  EXPECT_THROW(ratio_of_medians(one_to(3), Samples{0, 1, 2}), std::logic_error);
}

// The promise of an interval: it holds the truth as often as it says. 400 runs of skewed times, a fixed seed.
TEST(Intervals, HoldTheTruthAsOftenAsTheySay) {
  std::mt19937_64 random(1);
  std::lognormal_distribution<double> time(0, 0.1);
  const auto run = [&](std::size_t count) {
    Samples samples(count);
    std::generate(samples.begin(), samples.end(), [&] { return time(random); });
    return samples;
  };
  int median_held = 0, ratio_held = 0;
  for (int i = 0; i < 400; ++i) {
    const auto one = median_with_interval(run(8)).interval.value();
    median_held += one.low <= 1 && 1 <= one.high;
    const auto ratio = ratio_of_medians(run(8), run(8)).interval.value();
    ratio_held += ratio.low <= 1 && 1 <= ratio.high;
  }
  EXPECT_GE(median_held, 388);  // 99.2 % stated; 397 expected
  EXPECT_GE(ratio_held, 364);   // 95 % stated; 380 expected
}

}  // namespace
}  // namespace parallax::reports
