// SPDX-License-Identifier: MIT
// An estimate cannot be made without a decision, and never passes for surer than it is.
#include "reports/statistics/estimate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <concepts>
#include <type_traits>

namespace parallax::reports {
namespace {

static_assert(!std::is_default_constructible_v<Estimate>);
static_assert(!std::is_constructible_v<Estimate, double>, "neither an interval nor the reason for none");
template <class Number>
concept MadeOfNothing = requires {
  Number{1.0, {}, {}};
}
|| requires { Number{1.0, {}}; };
static_assert(!MadeOfNothing<Estimate>);
static_assert(!std::is_convertible_v<Estimate, double>);
static_assert(!std::totally_ordered<Estimate> && !std::equality_comparable<Estimate>);

const Estimate measured(2, Interval{1.5, 3, 0.95}),
    unsure(2, NoInterval{"two repetitions"}), certain = Estimate::exactly(2);

TEST(Estimate, IsSurelyAboveOrBelowOnlyWithItsWholeInterval) {
  EXPECT_TRUE(measured.surely_above(1.4));
  EXPECT_FALSE(measured.surely_above(1.5));
  EXPECT_FALSE(measured.surely_below(3));
  EXPECT_TRUE(measured.surely_below(3.1));
  EXPECT_TRUE(measured.surely_differs_from(1));
  EXPECT_FALSE(measured.surely_differs_from(2.5));
}

TEST(Estimate, IsAnywhereWithoutAnInterval) {
  EXPECT_FALSE(unsure.surely_above(-1e300));
  EXPECT_FALSE(unsure.surely_below(1e300));
  EXPECT_FALSE(unsure.surely_differs_from(1));
  EXPECT_EQ(unsure.warnings(), std::vector<std::string>{"two repetitions"});
}

TEST(Estimate, IsWhereItIsIfItIsExact) {
  EXPECT_FALSE(certain.interval());
  EXPECT_TRUE(certain.surely_above(1.9));
  EXPECT_FALSE(certain.surely_above(2));
  EXPECT_TRUE(certain.surely_differs_from(1));
  EXPECT_TRUE(certain.warnings().empty());
}

TEST(Estimate, PassesThroughFunctionsThatRiseOrFall) {
  const auto falling = measured.through([](double value) { return 1 / value; });
  EXPECT_DOUBLE_EQ(falling.point(), 0.5);
  EXPECT_EQ(falling.interval(), (Interval{1 / 3.0, 1 / 1.5, 0.95}));
  const auto rising = measured.through([](double value) { return value - 1; });
  EXPECT_EQ(rising.interval(), (Interval{0.5, 2, 0.95}));
  EXPECT_EQ(unsure.through([](double value) { return std::log(value); }).warnings(), unsure.warnings());
  EXPECT_TRUE(certain.through([](double value) { return -value; }).is_exact());
}

}  // namespace
}  // namespace parallax::reports
