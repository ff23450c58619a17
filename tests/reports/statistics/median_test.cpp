// SPDX-License-Identifier: MIT
// Medians and their intervals against published tables, cases worked out by hand, and their own promise.
#include "reports/statistics/median.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <ostream>
#include <stdexcept>

#include "tests/reports/statistics/given.hpp"

namespace parallax::reports {
namespace {

using given::one_to;
using given::Samples;

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
  // The normal approximation.
  EXPECT_NEAR(static_cast<double>(*rank), 50'000 - 1.96 * std::sqrt(100'000.0) / 2, 2);
}

TEST(MedianWithInterval, TakesTheSamplesOfTheRank) {
  const auto estimate = median_with_interval(one_to(20));
  EXPECT_EQ(estimate.point(), 10.5);
  ASSERT_TRUE(estimate.interval());
  EXPECT_EQ(estimate.interval()->low, 6);
  EXPECT_EQ(estimate.interval()->high, 15);
  EXPECT_TRUE(estimate.warnings().empty());
}

TEST(MedianWithInterval, WarnsOfFewSamplesAndStatesItsConfidence) {
  const auto five = median_with_interval(one_to(5));
  ASSERT_TRUE(five.interval());
  EXPECT_EQ(five.interval()->low, 1);
  EXPECT_EQ(five.interval()->high, 5);
  EXPECT_DOUBLE_EQ(five.interval()->confidence, 0.9375);  // 1 - 2 / 2^5
  EXPECT_EQ(five.warnings(),
            std::vector<std::string>{"fewer than 6 repetitions: no 95 % interval of the median; the range "
                                     "of 5 holds it with 93.8 %"});
  const auto two = median_with_interval(one_to(2));
  EXPECT_FALSE(two.interval());
  EXPECT_EQ(two.warnings(), std::vector<std::string>{"fewer than 3 repetitions: no interval"});
}

// The promise of an interval: it holds the truth as often as it says.
TEST(MedianWithInterval, HoldsTheTruthAsOftenAsItSays) {
  given::Times times(1);
  int held = 0;
  for (int i = 0; i < 400; ++i) {
    const auto one = median_with_interval(times(8)).interval().value();
    held += one.low <= 1 && 1 <= one.high;
  }
  EXPECT_GE(held, 388);  // 99.2 % stated; 397 expected
}

}  // namespace
}  // namespace parallax::reports
