// SPDX-License-Identifier: MIT
// From which size on: every outcome, and the size where it is known.
#include "reports/statistics/break_even.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

#include "tests/reports/statistics/given.hpp"

namespace parallax::reports {
namespace {

using given::Samples;

struct SizeSweep {
  std::vector<double> sizes;
  std::vector<Samples> ours, theirs;

  BreakEvenSize outcome() const {
    std::vector<SizePoint> points;
    for (std::size_t i = 0; i < sizes.size(); ++i) points.push_back({sizes[i], ours[i], theirs[i]});
    return break_even(points);
  }
};

// Theirs takes the size itself, ours what is given.
SizeSweep sweep_of_sizes(const std::function<double(double)>& ours, double spread = 0.01) {
  SizeSweep all;
  given::Times times(2, spread);
  for (double size = 1; size <= 1024; size *= 4) {
    all.sizes.push_back(size);
    all.ours.push_back(times(6, ours(size)));
    all.theirs.push_back(times(6, size));
  }
  return all;
}

TEST(BreakEvenSize, LiesWhereTheOverheadIsEarned) {
  const auto found = sweep_of_sizes([](double size) { return size / 2 + 20; }).outcome();  // equal at 40
  EXPECT_EQ(found.outcome, BreakEven::from_size);
  EXPECT_NEAR(found.size.value, 40, 8);  // interpolated between 16 and 64
  ASSERT_TRUE(found.size.interval);
  EXPECT_LT(found.size.interval->low, found.size.value);
  EXPECT_GT(found.size.interval->high, found.size.value);
  EXPECT_TRUE(found.size.warnings.empty());
}

TEST(BreakEvenSize, IsNoneWhereOneIsAlwaysFaster) {
  EXPECT_EQ(sweep_of_sizes([](double size) { return size / 2; }).outcome().outcome, BreakEven::always);
  EXPECT_EQ(sweep_of_sizes([](double size) { return size * 2; }).outcome().outcome, BreakEven::never);
}

TEST(BreakEvenSize, IsNotResolvedWhereTheLargestTellsNothing) {
  EXPECT_EQ(sweep_of_sizes([](double size) { return size; }, 0.1).outcome().outcome, BreakEven::not_resolved);
  SizeSweep two = sweep_of_sizes([](double size) { return size / 2; });
  for (auto& samples : two.ours) samples.resize(2);
  EXPECT_EQ(two.outcome().outcome, BreakEven::not_resolved);
}

TEST(BreakEvenSize, WarnsOfAnAdvantageThatChangesSides) {
  const auto found = sweep_of_sizes([](double size) { return size == 16 ? 32 : size / 2; }).outcome();
  EXPECT_EQ(found.outcome, BreakEven::from_size);
  EXPECT_GT(found.size.value, 16);
  EXPECT_EQ(found.size.warnings.front(), "the advantage changes sides more than once");
}

TEST(BreakEvenSize, WarnsOfAShortSweepAndRefusesNone) {
  auto two = sweep_of_sizes([](double size) { return size / 2; });
  two.sizes.resize(2);
  EXPECT_EQ(two.outcome().size.warnings.front(), "fewer than 3 sizes");
  EXPECT_THROW(break_even({}), std::logic_error);
}

}  // namespace
}  // namespace parallax::reports
