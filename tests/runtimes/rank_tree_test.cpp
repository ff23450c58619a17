// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <vector>

#include "runtimes/mpi/tree.hpp"

namespace parallax {
namespace {

TEST(RankTree, ReachesEveryRankOnceFromItsParent) {
  for (int n = 1; n <= 130; ++n) {
    std::vector<int> parents(static_cast<std::size_t>(n), -1);
    for (int r = 0; r < n; ++r) {
      for_each_child(r, n, [&](int child) {
        ASSERT_GT(child, r);
        ASSERT_LT(child, n);
        EXPECT_EQ(parents[static_cast<std::size_t>(child)], -1) << child << " of " << n;
        parents[static_cast<std::size_t>(child)] = r;
      });
    }
    EXPECT_EQ(parents[0], -1);
    for (int r = 1; r < n; ++r)
      EXPECT_EQ(parents[static_cast<std::size_t>(r)], parent_of(r)) << r << " of " << n;
  }
}

TEST(RankTree, WhatIsBelowARankComesNextToIt) {
  for (const int n : {1, 2, 3, 7, 8, 9, 64, 100}) {
    for (int r = 1; r < n; ++r) {
      int last = r;
      const std::function<void(int)> visit = [&](int rank) {
        last = std::max(last, rank);
        for_each_child(rank, n, visit);
      };
      visit(r);
      EXPECT_EQ(last, std::min(r + (r - parent_of(r)), n) - 1) << r << " of " << n;
    }
  }
}

TEST(RankTree, IsNoDeeperAndNoWiderThanItsLogarithm) {
  for (const int n : {2, 3, 8, 1000, 100'000}) {
    const int levels = std::bit_width(static_cast<unsigned>(n)) - 1;
    int deepest = 0, children = 0;
    for (int r = 1; r < n; ++r) deepest = std::max(deepest, std::popcount(static_cast<unsigned>(r)));
    for_each_child(0, n, [&](int) { ++children; });
    EXPECT_LE(deepest, levels) << n;
    EXPECT_LE(children, levels + 1) << n;
  }
}

}  // namespace
}  // namespace parallax
