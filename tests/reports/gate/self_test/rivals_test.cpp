// SPDX-License-Identifier: MIT
#include "reports/gate/self_test/rivals.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace parallax::reports::gate {
namespace {

const std::vector<double> quiet{1.00, 1.01, 0.99, 1.02, 0.98, 1.005, 0.995, 1.015, 0.985};

std::vector<double> slower(double factor) {
  auto all = quiet;
  for (double& one : all) one *= factor;
  return all;
}

// Nine against nine, fully apart: U = 0, z = (40.5 - 0.5) / sqrt(81 x 19 / 12).
TEST(MannWhitney, IsTheNormalApproximationWithCorrections) {
  EXPECT_NEAR(mann_whitney(quiet, slower(2)), 0.000412, 2e-6);
  EXPECT_NEAR(mann_whitney(quiet, quiet), 1, 1e-12);
  EXPECT_EQ(mann_whitney(std::vector(9, 1.0), std::vector(9, 1.0)), 1);
  EXPECT_DOUBLE_EQ(mann_whitney(quiet, slower(1.01)), mann_whitney(slower(1.01), quiet));
}

TEST(Rivals, CallSlowerWhatTheirDocumentationSays) {
  EXPECT_TRUE(compare_py(quiet, slower(1.05)));
  EXPECT_FALSE(compare_py(quiet, slower(0.95)));
  EXPECT_FALSE(compare_py(quiet, quiet));
  EXPECT_TRUE(ten_percent(quiet, slower(1.11)));
  EXPECT_FALSE(ten_percent(quiet, slower(1.09)));
  EXPECT_TRUE(criterion(quiet, slower(1.05)));
  EXPECT_FALSE(criterion(quiet, slower(1.005)));
  EXPECT_FALSE(criterion(quiet, slower(0.9)));
}

}  // namespace
}  // namespace parallax::reports::gate
