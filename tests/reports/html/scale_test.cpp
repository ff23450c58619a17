// SPDX-License-Identifier: MIT
#include "reports/html/scale.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parallax::reports::html {
namespace {

using Ticks = std::vector<double>;

TEST(Scale, MapsEvenlyOrByLogarithmAndHoldsTheEnds) {
  const Scale even{0, 10, 100, 200}, logarithmic{0.25, 4, 0, 100, true};
  EXPECT_DOUBLE_EQ(even(5), 150);
  EXPECT_DOUBLE_EQ(even(-1), 100);
  EXPECT_DOUBLE_EQ(even(11), 200);
  EXPECT_DOUBLE_EQ(logarithmic(1), 50);
  EXPECT_DOUBLE_EQ(logarithmic(0), 0);
  EXPECT_DOUBLE_EQ((Scale{3, 3, 0, 10, true})(3), 5);  // a sweep of one point
}

TEST(Ticks, ArePowersOfTwoThatAlwaysIncludeOne) {
  EXPECT_EQ(powers_of_two_between(0.5, 4.2), (Ticks{0.5, 1, 2, 4}));
  const auto wide = powers_of_two_between(1.0 / 16, 65536);
  EXPECT_LE(wide.size(), 9u);
  EXPECT_EQ(std::count(wide.begin(), wide.end(), 1.0), 1);
}

TEST(Ticks, AreRoundSteps) {
  EXPECT_EQ(round_steps_to(2.1), (Ticks{0, 0.5, 1, 1.5, 2}));
  EXPECT_EQ(round_steps_to(100), (Ticks{0, 20, 40, 60, 80, 100}));
  EXPECT_EQ(tick_text(0.5), "0.5");
  EXPECT_EQ(tick_text(4096), "4096");
  EXPECT_EQ(tick_text(32768), "32.8k");
  EXPECT_EQ(tick_text(1048576), "1.05M");
}

TEST(Shortened, CutsBetweenCharacters) {
  EXPECT_EQ(shortened("short", 5), "short");
  EXPECT_EQ(shortened("longer", 5), "long…");
  EXPECT_EQ(shortened("µµµ", 3), "µµµ");
  EXPECT_EQ(shortened("µµµµ", 3), "µµ…");
}

}  // namespace
}  // namespace parallax::reports::html
