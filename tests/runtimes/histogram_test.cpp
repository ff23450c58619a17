// SPDX-License-Identifier: MIT
#include "runtimes/support/histogram.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace parallax {
namespace {

using std::chrono::nanoseconds;

TEST(Histogram, IsEmptyAtFirst) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0u);
  EXPECT_EQ(histogram.quantile(0.5), nanoseconds(0));
  EXPECT_EQ(histogram.mean(), nanoseconds(0));
  EXPECT_EQ(histogram.maximum(), nanoseconds(0));
}

TEST(Histogram, IsExactForSmallValues) {
  Histogram histogram;
  for (int i = 1; i <= 100; ++i) histogram.record(nanoseconds(i));
  EXPECT_EQ(histogram.quantile(0.01), nanoseconds(1));
  EXPECT_EQ(histogram.quantile(0.5), nanoseconds(50));
  EXPECT_EQ(histogram.quantile(0.99), nanoseconds(99));
  EXPECT_EQ(histogram.quantile(1), nanoseconds(100));
  EXPECT_EQ(histogram.mean(), nanoseconds(50));  // 50.5, cut
}

TEST(Histogram, KnowsEveryValueToOnePartIn128) {
  for (std::int64_t value = 1; value < std::int64_t{1} << 42; value = value * 5 / 4 + 1) {
    Histogram histogram;
    histogram.record(nanoseconds(value));
    histogram.record(nanoseconds(value));
    histogram.record(nanoseconds((std::int64_t{1} << 42) - 1));  // so that the maximum does not help
    const auto found = histogram.quantile(0.5).count();
    EXPECT_GE(found, value);
    EXPECT_LE(static_cast<double>(found), static_cast<double>(value) * (1 + 1.0 / 128));
  }
}

TEST(Histogram, TakesAnythingAndForgetsIt) {
  Histogram histogram;
  histogram.record(nanoseconds(-5));
  histogram.record(std::chrono::hours(1000));
  EXPECT_EQ(histogram.count(), 2u);
  EXPECT_EQ(histogram.quantile(0.1), nanoseconds(0));
  EXPECT_EQ(histogram.maximum(), nanoseconds((std::int64_t{1} << 42) - 1));
  histogram.reset();
  EXPECT_EQ(histogram.count(), 0u);
  EXPECT_EQ(histogram.maximum(), nanoseconds(0));
}

TEST(Histogram, CountsWhatThreadsRecordAtTheSameTime) {
  const auto histogram = std::make_unique<Histogram>();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10'000; ++i) histogram->record(nanoseconds(i));
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(histogram->count(), 40'000u);
  EXPECT_EQ(histogram->maximum(), nanoseconds(9'999));
}

}  // namespace
}  // namespace parallax
