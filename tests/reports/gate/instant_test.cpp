// SPDX-License-Identifier: MIT
#include "reports/gate/instant.hpp"

#include <gtest/gtest.h>

namespace parallax::reports::gate {
namespace {

TEST(Instant, IsReadInEveryFormThatProgramsWrite) {
  EXPECT_EQ(instant_of("1970-01-01"), 0);
  EXPECT_EQ(instant_of("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(instant_of("1969-12-31T23:59:59Z"), -1);
  EXPECT_EQ(instant_of("2026-10-03T14:05:06Z"), 1'791'036'306);
  EXPECT_EQ(instant_of("2026-10-03T14:05:06"), 1'791'036'306);
  EXPECT_EQ(instant_of("2026-10-03T14:05:06.789Z"), 1'791'036'306);
  EXPECT_EQ(instant_of("2026-10-03 14:05:06Z"), 1'791'036'306);
  EXPECT_EQ(instant_of("2026-10-03T16:05:06+02:00"), 1'791'036'306);
  EXPECT_EQ(instant_of("2026-10-03 16:05:06 +0200"), 1'791'036'306) << "git log --date=iso";
  EXPECT_EQ(instant_of("2026-10-03T08:35:06-05:30"), 1'791'036'306);
  EXPECT_TRUE(instant_of("2024-02-29"));
}

TEST(Instant, IsNotReadFromAnythingElse) {
  for (const auto* text : {"",
                           "x",
                           "2026",
                           "2026-10",
                           "2026-10-3",
                           "2026-13-01",
                           "2026-00-01",
                           "2025-02-29",
                           "2026-10-03T",
                           "2026-10-03T14",
                           "2026-10-03T14:05",
                           "2026-10-03T24:00:00Z",
                           "2026-10-03T14:60:00Z",
                           "2026-10-03T14:05:06X",
                           "2026-10-03T14:05:06+2",
                           "2026-10-03T14:05:06+99:00",
                           "2026-10-03T14:05:06ZZ",
                           "2026-1a-03",
                           "03.10.2026",
                           "-026-10-03",
                           " 2026-10-03"})
    EXPECT_FALSE(instant_of(text)) << text;
}

TEST(Day, IsTheFirstPart) { EXPECT_EQ(day_of("2026-10-03T14:05:06Z"), "2026-10-03"); }

}  // namespace
}  // namespace parallax::reports::gate
