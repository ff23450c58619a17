// SPDX-License-Identifier: MIT
#include "reports/statistics/noise.hpp"

#include <gtest/gtest.h>

#include "tests/reports/statistics/given.hpp"

namespace parallax::reports {
namespace {

using given::Samples;

Noise noise_of(const std::vector<Samples>& cells) {
  std::vector<std::span<const double>> spans(cells.begin(), cells.end());
  return machine_noise(spans);
}

TEST(Noise, IsTheTypicalSpreadOfRepetitions) {
  given::Times times(1, 0.03);
  std::vector<Samples> cells;
  for (int i = 0; i < 50; ++i) cells.push_back(times(30));
  const auto noise = noise_of(cells);
  EXPECT_NEAR(noise.typical, 0.03, 0.006);  // as a standard deviation
  EXPECT_EQ(noise.cells, 50u);
  EXPECT_TRUE(noise.warnings.empty());
}

TEST(Noise, WarnsAboveFivePercent) {
  EXPECT_EQ(
      noise_of({{1, 1.1, 1.2, 0.9, 1.0}}).warnings,
      std::vector<std::string>{"noisy machine: repetitions of serial work differ by 14.8 % (typically)"});
}

TEST(Noise, IsNotReadFromTwoSamplesOrNoTime) {
  EXPECT_EQ(noise_of({{1, 2}, {0, 0, 0}}).cells, 0u);
  EXPECT_EQ(noise_of({}).typical, 0);
}

}  // namespace
}  // namespace parallax::reports
