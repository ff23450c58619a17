// SPDX-License-Identifier: MIT
// What a region, a claim, a start and a stop cost, read off `empty`.
#include "reports/views/overheads.hpp"

#include <gtest/gtest.h>

#include "tests/reports/views/given.hpp"

namespace parallax::reports {
namespace {

using given::steady;
using given::views_of;

TEST(Overheads, AreReadOffTheKernelEmptyAtAsManyWorkersAsProcessors) {
  auto small = steady("empty/tbb/workers:2/size:2/grain:1", 0.001);
  small.counters = {{"start", {3e-5, 3e-5, 3e-5}}, {"stop", {1e-5, 1e-5, 1e-5}}};
  const auto views = views_of(
      {small, steady("empty/tbb/workers:2/size:1002/grain:1", 0.101),
       steady("empty/tbb/workers:1/size:2/grain:1", 0.0001), steady("empty/tbb/workers:8/size:2/grain:1", 1),
       steady("empty/fork/workers:2/size:2/grain:1", 0.002), steady("cube/gil/workers:2/size:2/grain:1", 1)});
  ASSERT_EQ(views.overheads.size(), 2u);
  EXPECT_EQ(views.overheads[0].runtime, "fork");
  EXPECT_FALSE(views.overheads[0].claim);  // one size is no difference
  const auto& tbb = views.overheads[1];
  EXPECT_EQ(tbb.workers, 2);
  EXPECT_NEAR(tbb.region->point(), 1e-6, 1e-8);
  EXPECT_NEAR(tbb.claim->point(), 1e-7, 1e-9);
  ASSERT_TRUE(tbb.claim->interval());
  EXPECT_LT(tbb.claim->interval()->low, tbb.claim->point());
  EXPECT_GT(tbb.claim->interval()->high, tbb.claim->point());
  EXPECT_DOUBLE_EQ(tbb.start->point(), 3e-5);
  EXPECT_DOUBLE_EQ(tbb.stop->point(), 1e-5);
}

TEST(Overheads, AreNoneWhereEmptyWasNotMeasured) {
  EXPECT_TRUE(views_of({steady("cube/tbb/workers:2", 1)}).overheads.empty());
}

}  // namespace
}  // namespace parallax::reports
