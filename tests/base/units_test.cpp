// SPDX-License-Identifier: MIT
#include "support/units.hpp"

#include <gtest/gtest.h>

namespace parallax {
namespace {

TEST(Units, WriteSecondsWithThreeDigits) {
  EXPECT_EQ(seconds_text(1.234e-3), "1.23\u00a0ms");
  EXPECT_EQ(seconds_text(12.34e-6), "12.3\u00a0µs");
  EXPECT_EQ(seconds_text(123.4e-9), "123\u00a0ns");
  EXPECT_EQ(seconds_text(75), "75.0\u00a0s");
  EXPECT_EQ(seconds_text(0), "0\u00a0ns");
  EXPECT_EQ(seconds_text(0.25e-9), "0.250\u00a0ns");
}

TEST(Units, WriteLargeNumbersWithAPower) {
  EXPECT_EQ(scaled_text(1.234e6), "1.23\u00a0M");
  EXPECT_EQ(scaled_text(741), "741");
  EXPECT_EQ(scaled_text(2), "2");
  EXPECT_EQ(scaled_text(0), "0");
  EXPECT_EQ(scaled_text(0.5), "0.500");
  EXPECT_EQ(scaled_text(2.5e-7), "2.5e-07");
  EXPECT_EQ(scaled_text(-1500), "-1.50\u00a0k");
}

TEST(Units, RoundBeforeTheyChooseTheUnit) {
  EXPECT_EQ(seconds_text(999.4e-9), "999\u00a0ns");
  EXPECT_EQ(seconds_text(999.7e-9), "1.00\u00a0µs");
  EXPECT_EQ(seconds_text(9.996e-3), "10.0\u00a0ms");
  EXPECT_EQ(seconds_text(99.96e-3), "100\u00a0ms");
}

TEST(Units, WriteRangesInOneUnit) {
  EXPECT_EQ(seconds_range_text(0.9e-3, 1.26e-3), "0.90–1.26\u00a0ms");
  EXPECT_EQ(seconds_range_text(5.8e-6, 424e-6), "5.8–424\u00a0µs");  // "6" may be 8 % off
  EXPECT_EQ(seconds_range_text(0, 424e-6), "0–424\u00a0µs");
  EXPECT_EQ(ratio_range_text(0.512, 101), "0.51–101");
  EXPECT_EQ(ratio_range_text(1.875, 1.971), "1.88–1.97");
  EXPECT_EQ(ratio_range_text(0.051, 0.44), "0.051–0.440");
  EXPECT_EQ(ratio_range_text(0.0331, 0.0402), "0.033–0.040");
  EXPECT_EQ(ratio_range_text(2.2e-6, 2.5e-6), "2.2–2.5·10⁻⁶");
}

TEST(Units, WriteRatiosGreatAndSmall) {
  EXPECT_EQ(ratio_text(1.934), "1.93×");
  EXPECT_EQ(ratio_text(0.4567), "0.457×");
  EXPECT_EQ(ratio_text(123.4), "123×");
  EXPECT_EQ(ratio_text(0.0123), "0.012×");
  EXPECT_EQ(ratio_text(0.03), "0.030×");
  EXPECT_EQ(ratio_text(2.4e-12), "2.4·10⁻¹²×");
}

TEST(Units, WriteRatesBytesAndCounts) {
  EXPECT_EQ(rate_text(1.234e6, "items"), "1.23\u00a0M\u00a0items/s");
  EXPECT_EQ(rate_text(12, "items"), "12.0\u00a0items/s");
  EXPECT_EQ(bytes_text(5.1 * 1024 * 1024), "5.1\u00a0MiB");
  EXPECT_EQ(bytes_text(512), "512\u00a0B");
  EXPECT_EQ(bytes_text(1023.9), "1.0\u00a0KiB");
  EXPECT_EQ(count_text(1048576), "1\u202f048\u202f576");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(-1000), "-1\u202f000");
}

}  // namespace
}  // namespace parallax
