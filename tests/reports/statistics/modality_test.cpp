// SPDX-License-Identifier: MIT
// Two modes are found, and one is not taken for two more often than the level says.
#include "reports/statistics/modality.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "reports/statistics/resample.hpp"
#include "tests/reports/statistics/given.hpp"

namespace parallax::reports {
namespace {

using given::Samples;

// For each m the largest distance of the step function from the lowest chord below it, looked for among all chords.
std::vector<double> distances_by_all_chords(const Samples& sorted) {
  const auto n = static_cast<double>(sorted.size());
  std::vector<double> distances;
  for (std::size_t m = 0; m < sorted.size(); ++m) {
    double largest = 1 / n;
    for (std::size_t i = 0; i < m; ++i) {
      double lowest = static_cast<double>(i) / n;
      for (std::size_t a = 0; a <= i; ++a)
        for (auto b = i + 1; b <= m; ++b) {
          const auto part = (sorted[i] - sorted[a]) / (sorted[b] - sorted[a]);
          lowest = std::min(lowest, (static_cast<double>(a) + static_cast<double>(b - a) * part) / n);
        }
      largest = std::max(largest, static_cast<double>(i + 1) / n - lowest);
    }
    distances.push_back(largest / 2);
  }
  return distances;
}

TEST(Dip, IsThatOfAllChords) {
  Random random;
  for (std::size_t count = 1; count <= 30; ++count) {
    Samples sorted, mirrored;
    for (std::size_t i = 0; i < count; ++i) sorted.push_back(random.unit());
    std::sort(sorted.begin(), sorted.end());
    for (auto i = count; i > 0; --i) mirrored.push_back(-sorted[i - 1]);
    const auto left = distances_by_all_chords(sorted), right = distances_by_all_chords(mirrored);
    double smallest = 1;
    for (std::size_t mode = 0; mode < count; ++mode)
      smallest = std::min(smallest, std::max(left[mode], right[count - 1 - mode]));
    EXPECT_NEAR(dip(sorted), smallest, 1e-12) << count << " samples";
  }
}

// Distances that can be seen: evenly spaced samples follow a straight line, two heaps are a quarter away from any.
TEST(Dip, IsTheDistanceFromTheNearestSingleMode) {
  EXPECT_NEAR(dip(Samples{1, 2, 3, 4}), 1.0 / 8, 1e-12);
  EXPECT_NEAR(dip(Samples{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}), 1.0 / 20, 1e-12);
  EXPECT_NEAR(dip(Samples{0, 0.001, 0.002, 10, 10.001, 10.002}), 0.25, 0.001);
  EXPECT_NEAR(dip(Samples{10, 0, 10.001, 0.001, 0.002, 10.002}), 0.25, 0.001);
  EXPECT_EQ(dip(Samples{}), 0);
}

// Against other uniform samples than those that it was simulated with.
TEST(DipProbability, IsThatOfUniformSamples) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (const std::size_t count : {6u, 15u}) {
    int below = 0;
    for (int i = 0; i < 2000; ++i) {
      Samples samples(count);
      for (auto& one : samples) one = uniform(random);
      below += dip_probability(dip(samples), count) < 0.05;
    }
    EXPECT_NEAR(below / 2000.0, 0.05, 0.02) << count;
  }
  EXPECT_EQ(dip_probability(0.25, 4), 1);
  EXPECT_LT(dip_probability(0.1, 200), 0.001);
}

TEST(Bimodality, IsSeenInTwoSpeeds) {
  EXPECT_TRUE(is_bimodal(Samples{1, 1.01, 1.02, 2, 2.01, 2.02}));
  EXPECT_TRUE(is_bimodal(Samples{2.02, 1, 1.01, 2, 1.005, 2.01, 1.02, 1.01}));
}

TEST(Bimodality, IsNotSeenInAnOutlierASmallDifferenceOrEquals) {
  EXPECT_FALSE(is_bimodal(Samples{1, 1.01, 1.02, 1.01, 1.005, 3}));
  EXPECT_FALSE(is_bimodal(Samples{1, 1.0001, 1.0002, 1.03, 1.0301, 1.0302}));
  EXPECT_FALSE(is_bimodal(Samples(6, 1.0)));
  EXPECT_FALSE(is_bimodal(Samples{1, 2}));
}

// However skewed the one mode is: these are exponential above a base, as times with rare interruptions are.
TEST(Bimodality, IsRarelySeenWhereThereIsOneMode) {
  given::Times times(11);
  for (const std::size_t count : {6u, 15u}) {
    int seen = 0;
    for (int i = 0; i < 2000; ++i) {
      auto samples = times(count);
      for (auto& one : samples) one = 1 + std::pow(one, 20);
      seen += is_bimodal(samples);
    }
    EXPECT_LE(seen, 8) << count;
  }
}

// A clock of whole nanoseconds makes heaps on its ticks.
TEST(Bimodality, IsNotSeenInNeighbouringTicks) {
  EXPECT_FALSE(is_bimodal(Samples{5, 5, 5, 5, 6, 6, 6, 6, 5, 6, 5, 6}));
}

}  // namespace
}  // namespace parallax::reports
