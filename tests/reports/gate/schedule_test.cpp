// SPDX-License-Identifier: MIT
#include "reports/gate/schedule.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace parallax::reports::gate {
namespace {

TEST(Schedule, GivesEveryCellOnce) {
  Schedule schedule(7);
  std::set<std::vector<std::size_t>> seen;
  for (int i = 0; i < 50; ++i) {
    auto order = schedule.order(9);
    seen.insert(order);
    std::sort(order.begin(), order.end());
    std::vector<std::size_t> all(9);
    std::iota(all.begin(), all.end(), 0u);
    EXPECT_EQ(order, all);
  }
  EXPECT_GT(seen.size(), 45u);
  EXPECT_TRUE(schedule.order(0).empty());
}

// In each two rounds both arms are first once: ABBA or BAAB.
TEST(Schedule, BalancesPairs) {
  Schedule schedule(7);
  int base_first = 0;
  for (std::size_t cell = 0; cell < 200; ++cell) {
    for (std::size_t round = 0; round < 4; round += 2) {
      const auto one = schedule.pair(cell, round), other = schedule.pair(cell, round + 1);
      EXPECT_EQ(one[0], other[1]);
      EXPECT_EQ(one[1], other[0]);
      base_first += one[0] == Arm::base;
    }
  }
  EXPECT_NEAR(base_first, 200, 50);
}

TEST(Schedule, GivesAllOrdersOfThreeInSixRounds) {
  Schedule schedule(7);
  for (const std::size_t cell : {0u, 3u}) {
    for (std::size_t block = 0; block < 3; ++block) {
      std::set<std::array<Arm, 3>> seen;
      for (std::size_t round = 0; round < 6; ++round) seen.insert(schedule.triple(cell, 6 * block + round));
      EXPECT_EQ(seen.size(), 6u);
    }
  }
}

TEST(Schedule, IsTheSameForTheSameSeed) {
  Schedule one(11), other(11), third(12);
  EXPECT_EQ(one.order(20), other.order(20));
  EXPECT_EQ(one.padding(), other.padding());
  EXPECT_NE(one.order(20), third.order(20));
  for (int i = 0; i < 1000; ++i) EXPECT_LT(one.padding(), 4096u);
}

}  // namespace
}  // namespace parallax::reports::gate
