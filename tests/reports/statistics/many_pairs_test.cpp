// SPDX-License-Identifier: MIT
// Many pairs at once: differences are found however many there are, and equals are hardly ever called different.
#include "reports/statistics/many_pairs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace parallax::reports {
namespace {

// Pairs of as many lognormal samples, the second longer by a factor.
class ManyPairs : public testing::Test {
 protected:
  std::vector<double> sample(std::size_t count, double middle, double spread) {
    std::lognormal_distribution<double> time(std::log(middle), spread);
    std::vector<double> all;
    while (all.size() < count) all.push_back(time(random));
    return all;
  }
  void add(double factor, std::size_t one = 7, std::size_t other = 6, double spread = 0.03) {
    samples.push_back(sample(one, 1, spread));
    samples.push_back(sample(other, factor, spread));
  }
  std::vector<double> chances() const {
    std::vector<SamplePair> pairs;
    for (std::size_t i = 0; i < samples.size(); i += 2) pairs.push_back({samples[i], samples[i + 1]});
    return adjusted_chances(pairs);
  }

  std::mt19937_64 random{7};
  std::vector<std::vector<double>> samples;
};

TEST_F(ManyPairs, AreFoundToDifferAmongHundreds) {
  for (int i = 0; i < 200; ++i) add(i < 100 ? 1.5 : 1);
  const auto found = chances();
  for (std::size_t i = 0; i < 100; ++i) EXPECT_LE(found[i], 0.05) << i;
}

// 1 page in 20 at most, and 200 pages are looked at: more than 18 have a chance of 1 %.
TEST_F(ManyPairs, OfEqualsHardlyEverDiffer) {
  int wrong_pages = 0;
  for (int page = 0; page < 200; ++page) {
    samples.clear();
    for (int i = 0; i < 40; ++i) add(i < 20 ? 1 : 2);
    const auto found = chances();
    bool is_wrong = false;
    for (std::size_t i = 0; i < 20; ++i) is_wrong = is_wrong || found[i] <= 0.05;
    wrong_pages += is_wrong ? 1 : 0;
  }
  EXPECT_LE(wrong_pages, 18);
}

// A quiet machine and a noisy one. 32 of 40 pages were wrong while repetitions were only exchanged.
TEST_F(ManyPairs, OfUnlikeSpreadHardlyEverDiffer) {
  int wrong_pages = 0;
  for (int page = 0; page < 40; ++page) {
    samples.clear();
    for (int i = 0; i < 100; ++i) {
      samples.push_back(sample(6, 1, 0.01));
      samples.push_back(sample(6, 1, 0.2));
    }
    const auto found = chances();
    wrong_pages +=
        std::any_of(found.begin(), found.end(), [](double chance) { return chance <= 0.05; }) ? 1 : 0;
  }
  EXPECT_LE(wrong_pages, 6);
}

TEST_F(ManyPairs, WithTooFewRepetitionsAreNeverSure) {
  add(100, 4, 7);
  add(100, 7, 7);
  const auto found = chances();
  EXPECT_EQ(found[0], 1);
  EXPECT_LE(found[1], 0.05);
}

TEST_F(ManyPairs, WithoutAnySpreadDifferOrDoNot) {
  samples = {{1, 1, 1, 1, 1, 1}, {2, 2, 2, 2, 2, 2}, {1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1}};
  const auto found = chances();
  EXPECT_LE(found[0], 0.05);
  EXPECT_EQ(found[1], 1);
}

TEST_F(ManyPairs, GiveTheSameEveryTime) {
  for (int i = 0; i < 10; ++i) add(1.02);
  EXPECT_EQ(chances(), chances());
  EXPECT_TRUE(adjusted_chances({}).empty());
}

}  // namespace
}  // namespace parallax::reports
