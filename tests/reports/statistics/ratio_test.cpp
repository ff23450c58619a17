// SPDX-License-Identifier: MIT
// The exact bootstrap against enumeration of every resample, draws, cases worked out by hand, and its own
// promise.
#include "reports/statistics/ratio.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <stdexcept>

#include "reports/statistics/median.hpp"
#include "tests/reports/statistics/given.hpp"

namespace parallax::reports {
namespace {

using given::one_to;
using given::Samples;

// Every resample, one by one: n to the power of n of them.
std::map<double, double> by_enumeration(const Samples& samples) {
  const auto n = samples.size();
  const auto all = static_cast<std::size_t>(std::llround(std::pow(n, n)));
  std::map<double, double> chances;
  Samples drawn(n);
  for (std::size_t code = 0; code < all; ++code) {
    auto rest = code;
    for (auto& one : drawn) one = samples[rest % n], rest /= n;
    chances[median(drawn)] += 1 / static_cast<double>(all);
  }
  return chances;
}

TEST(MedianDistribution, IsThatOfEveryResample) {
  for (const auto& samples :
       {Samples{3}, Samples{3, 1}, Samples{3, 1, 8}, Samples{3, 1, 8, 2.5}, Samples{1, 1, 2, 2},
        Samples{3, 1, 8, 2.5, 7}, Samples{3, 1, 8, 2.5, 7, 4.25}}) {
    const auto right = by_enumeration(samples);
    const auto atoms = median_distribution(samples);
    ASSERT_EQ(atoms.size(), right.size()) << samples.size();
    auto expected = right.begin();
    for (const auto& atom : atoms) {
      EXPECT_EQ(atom.value, expected->first) << samples.size();
      EXPECT_NEAR(atom.probability, expected->second, 1e-9) << samples.size();
      ++expected;
    }
  }
}

class AgainstDraws : public testing::TestWithParam<std::size_t> {};

// Where enumeration would take for ever: the probability of each fifth, against 20,000 resamples.
TEST_P(AgainstDraws, TheDistributionAgrees) {
  const auto samples = given::Times(3)(GetParam());
  const auto atoms = median_distribution(samples);
  std::mt19937_64 random(7);
  std::map<double, double> drawn;
  Samples draw(samples.size());
  for (int i = 0; i < 20'000; ++i) {
    for (auto& one : draw) one = samples[random() % samples.size()];
    drawn[median(draw)] += 1.0 / 20'000;
  }
  double exact = 0, sum = 0;
  auto at = drawn.begin();
  for (const auto& atom : atoms) {
    exact += atom.probability;
    for (; at != drawn.end() && at->first <= atom.value; ++at) sum += at->second;
    EXPECT_NEAR(exact, sum, 0.015);
  }
  EXPECT_NEAR(exact, 1, 1e-12);
}

INSTANTIATE_TEST_SUITE_P(MedianDistribution, AgainstDraws, testing::Values(7, 10, 25, 40));

TEST(MedianDistribution, StaysSmallAndRightForManySamples) {
  for (const std::size_t count : {1000u, 10'001u, 100'000u}) {
    const auto atoms = median_distribution(one_to(count));
    double sum = 0, mean = 0, square = 0;
    for (const auto& atom : atoms) {
      sum += atom.probability;
      mean += atom.probability * atom.value;
    }
    for (const auto& atom : atoms) square += atom.probability * (atom.value - mean) * (atom.value - mean);
    const auto n = static_cast<double>(count);
    EXPECT_NEAR(sum, 1, 1e-9);
    EXPECT_NEAR(mean, (n + 1) / 2, 1e-3 * n);
    EXPECT_NEAR(std::sqrt(square), std::sqrt(n) / 2, 0.02 * std::sqrt(n));  // of ranks: half the root
    EXPECT_LT(atoms.size(), 50'000u);
  }
}

TEST(RatioOfMedians, IsExactWhereNothingVaries) {
  const auto estimate = ratio_of_medians(Samples(6, 6.0), Samples(6, 3.0));
  EXPECT_EQ(estimate.point(), 2);
  ASSERT_TRUE(estimate.interval());
  EXPECT_EQ(estimate.interval()->low, 2);
  EXPECT_EQ(estimate.interval()->high, 2);
  EXPECT_TRUE(estimate.warnings().empty());
}

// The median of a draw of three from {1, 2, 3} is 1 or 3 with probability 7/27 each and 2 with 13/27, so
// against a constant the 95 % interval has to reach both ends.
TEST(RatioOfMedians, HasTheIntervalOfACaseWorkedOutByHand) {
  const auto estimate = ratio_of_medians(one_to(3), Samples(3, 1.0));
  EXPECT_EQ(estimate.point(), 2);
  ASSERT_TRUE(estimate.interval());
  EXPECT_EQ(estimate.interval()->low, 1);
  EXPECT_EQ(estimate.interval()->high, 3);
  EXPECT_EQ(estimate.warnings().size(), 1u);
}

// Of 9 samples the median of a draw is below the third with probability P(Bin(9, 2/9) >= 5) = 3.0 %, and
// below the second with P(Bin(9, 1/9) >= 5) = 0.15 %; the 2.5 % point therefore is the second.
TEST(RatioOfMedians, CutsTheTailsWhereTheBinomialSays) {
  const auto estimate = ratio_of_medians(one_to(9), Samples(9, 1.0));
  ASSERT_TRUE(estimate.interval());
  EXPECT_EQ(estimate.interval()->low, 2);
  EXPECT_EQ(estimate.interval()->high, 8);
}

TEST(RatioOfMedians, IsTheSameEveryTimeAndInAnyOrder) {
  const Samples samples{3.1, 2.9, 3.3, 3.0, 3.2, 2.8};
  const auto once = ratio_of_medians(samples, one_to(7));
  const auto again = ratio_of_medians(samples, one_to(7));
  EXPECT_EQ(once.interval()->low, again.interval()->low);
  EXPECT_EQ(once.interval()->high, again.interval()->high);
}

TEST(RatioOfMedians, GivesNoIntervalForTwoSamplesAndRefusesZero) {
  EXPECT_FALSE(ratio_of_medians(one_to(2), one_to(9)).interval());
  EXPECT_THROW(ratio_of_medians(one_to(3), Samples{0, 1, 2}), std::logic_error);
}

// Against all pairs of atoms.
TEST(RatioInterval, CutsOffTheTailsOfAllPairs) {
  given::Times times(5);
  const auto above = times(30), below = times(30);
  const auto one = median_distribution(above), other = median_distribution(below);
  const auto interval = ratio_interval(one, other);
  double low = 0, high = 0;
  for (const auto& a : one)
    for (const auto& b : other) {
      low += a.value / b.value < interval.low * (1 - 1e-12) ? a.probability * b.probability : 0;
      high += a.value / b.value <= interval.high * (1 + 1e-12) ? a.probability * b.probability : 0;
    }
  EXPECT_LT(low, 0.025);
  EXPECT_GT(low, 0.0235);
  EXPECT_GE(high, 0.975 - 1e-9);
  EXPECT_LT(high, 0.9765);
}

TEST(RatioOfMedians, HoldsTheTruthAsOftenAsItSays) {
  given::Times times(1);
  int held = 0;
  for (int i = 0; i < 400; ++i) {
    const auto ratio = ratio_of_medians(times(8), times(8)).interval().value();
    held += ratio.low <= 1 && 1 <= ratio.high;
  }
  EXPECT_GE(held, 364);  // 95 % stated; 380 expected
}

}  // namespace
}  // namespace parallax::reports
