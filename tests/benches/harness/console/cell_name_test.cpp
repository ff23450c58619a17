// SPDX-License-Identifier: MIT
#include "benches/harness/console/cell_name.hpp"

#include <gtest/gtest.h>

namespace parallax {
namespace {

TEST(CellName, IsTakenApart) {
  const auto parts = parts_of("spin/fork-pipe/workers:2/size:65536/grain:64/multiply_adds:1000");
  EXPECT_EQ(parts.group, "spin  size 65536  grain 64  multiply_adds 1000");
  EXPECT_EQ(parts.runtime, "fork-pipe");
  EXPECT_EQ(parts.workers, "2");
  EXPECT_FALSE(parts.is_baseline);
  EXPECT_TRUE(parts_of("spin/serial/workers:1/size:1/grain:1").is_baseline);
}

TEST(CellName, OfAControlSaysSo) {
  const auto parts = parts_of("control/cube/tbb/workers:2/size:10/grain:5");
  EXPECT_EQ(parts.group, "cube  size 10  grain 5");
  EXPECT_EQ(parts.runtime, "tbb (by hand)");
}

TEST(CellName, OfAnotherKindIsShownAsItIs) {
  EXPECT_EQ(parts_of("something").runtime, "something");
  EXPECT_EQ(parts_of("").runtime, "");
  EXPECT_EQ(parts_of("a/b/plain").group, "a  plain");
}

}  // namespace
}  // namespace parallax
