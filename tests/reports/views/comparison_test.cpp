// SPDX-License-Identifier: MIT
// Every cell has a speed-up or a reason for having none.
#include "reports/views/comparison.hpp"

#include <gtest/gtest.h>

#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

using sample::cell;

TEST(Speedup, IsTheTimeOfSerialOverTheTimeOfTheCell) {
  const std::vector<Cell> cells{cell("k/tbb/workers:2/size:8", {5, 5, 5}),
                                cell("k/serial/workers:1/size:8", {10, 10, 10}),
                                cell("k/serial/workers:1/size:9", {99, 99, 99})};
  const auto speedup = Comparisons(cells).speedup(cells[0]);
  ASSERT_TRUE(speedup.estimate);
  EXPECT_DOUBLE_EQ(speedup.estimate->point(), 2);
}

TEST(Speedup, OfSerialIsOneWithoutAnyDoubt) {
  const std::vector<Cell> cells{cell("k/serial/workers:1", {9, 10, 11})};
  const auto speedup = Comparisons(cells).speedup(cells[0]);
  ASSERT_TRUE(speedup.estimate);
  EXPECT_EQ(speedup.estimate->point(), 1);
  EXPECT_FALSE(speedup.estimate->interval());
}

TEST(Speedup, SaysWhyThereIsNone) {
  std::vector<Cell> cells{
      cell("alone/tbb/workers:2", {5}),         cell("BM_foreign/8", {5}),
      cell("bad/tbb/workers:2", {5}),           cell("bad/serial/workers:1", {5}),
      cell("zero/tbb/workers:2", {0, 0, 0}),    cell("zero/serial/workers:1", {5, 5, 5}),
      cell("by_hand/tbb/workers:2", {5, 5, 5}), cell("control/by_hand/serial/workers:1", {5, 5, 5})};
  cells[3].errors = {"crashed: x"};
  const Comparisons comparisons(cells);
  const auto reason = [&](std::size_t index) { return comparisons.speedup(cells[index]).reason; };
  EXPECT_EQ(reason(0), "no serial cell of the same work");
  EXPECT_EQ(reason(1), "another project's name: no runtime to compare");
  EXPECT_EQ(reason(2), "bad/serial/workers:1: crashed");
  EXPECT_EQ(reason(3), "bad/serial/workers:1: crashed");
  EXPECT_EQ(reason(4), "zero/tbb/workers:2: a repetition took no measurable time");
  EXPECT_EQ(reason(6), "no serial cell of the same work");  // a control is no baseline
}

TEST(Twin, HasTheSameWorkRuntimeAndWorkers) {
  const std::vector<Cell> cells{cell("control/k/tbb/workers:2/size:8", {5}),
                                cell("k/tbb/workers:1/size:8", {5}), cell("k/openmp/workers:2/size:8", {5}),
                                cell("k/tbb/workers:2/size:8", {5}),
                                cell("control/k/tbb/workers:3/size:8", {5})};
  const Comparisons comparisons(cells);
  EXPECT_EQ(comparisons.twin(cells[0]), &cells[3]);
  EXPECT_EQ(comparisons.twin(cells[4]), nullptr);
}

}  // namespace
}  // namespace parallax::reports
