// SPDX-License-Identifier: MIT
#include "reports/estimate_text.hpp"

#include <gtest/gtest.h>

namespace parallax::reports {
namespace {

TEST(EstimateText, NeverLeavesOutHowSureANumberIs) {
  EXPECT_EQ(ratio_with_interval(Estimate(1.93, Interval{1.9, 1.96, 0.95})), "1.93× (1.90–1.96)");
  EXPECT_EQ(ratio_with_interval(Estimate(1.93, NoInterval{"two repetitions"})), "1.93× (no interval)");
  EXPECT_EQ(ratio_with_interval(Estimate::exactly(1)), "1.00×");
  EXPECT_EQ(seconds_interval_text(Estimate(1e-3, NoInterval{"two repetitions"})), "no interval");
  EXPECT_EQ(seconds_interval_text(Estimate::exactly(1e-3)), "");
}

}  // namespace
}  // namespace parallax::reports
