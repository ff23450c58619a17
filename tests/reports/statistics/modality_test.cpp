// SPDX-License-Identifier: MIT
// Two modes are found, and one is not taken for two more often than the level says.
#include "reports/statistics/modality.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/reports/statistics/given.hpp"

namespace parallax::reports {
namespace {

using given::Samples;

TEST(ClusterRatio, IsBetweenOverWithinOfTheBestSplit) {
  EXPECT_DOUBLE_EQ(cluster_ratio(Samples{0, 2, 10, 12}),
                   100.0 / 4);  // means 1 and 11: 4 x 25, and 4 x 1 within
  EXPECT_DOUBLE_EQ(cluster_ratio(Samples{12, 0, 10, 2}), 25);
  EXPECT_TRUE(std::isinf(cluster_ratio(Samples{1, 1, 2, 2})));
  EXPECT_EQ(cluster_ratio(Samples{1, 1, 1, 1}), 0);
  EXPECT_EQ(cluster_ratio(Samples{1, 2, 3}), 0);
}

TEST(ClusterProbability, FallsWithTheRatioAndIsOneOfWhatCannotBeSplit) {
  EXPECT_EQ(cluster_probability(0, 6), 1);
  EXPECT_GT(cluster_probability(5, 6), cluster_probability(50, 6));
  EXPECT_EQ(cluster_probability(9, 3), 1);
  // Of many normal samples the best split has the ratio (2/pi) / (1 - 2/pi) = 1.75.
  EXPECT_GT(cluster_probability(1.6, 200), 0.8);
  EXPECT_LT(cluster_probability(2.6, 200), 0.02);
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

TEST(Bimodality, IsRarelySeenWhereThereIsOneMode) {
  given::Times times(11);
  int seen = 0;
  for (int i = 0; i < 2000; ++i) seen += is_bimodal(times(6));
  EXPECT_LE(seen, 30);  // 1 %
}

}  // namespace
}  // namespace parallax::reports
