// SPDX-License-Identifier: MIT
#include "benches/harness/progress.hpp"

#include <gtest/gtest.h>

namespace parallax {
namespace {

TEST(Progress, CountsOnlyRunsWithTheLargestNumberOfIterations) {
  Progress progress(2, 3, false);
  for (const std::int64_t trial : {1, 10, 100}) progress.ran(0, trial);
  EXPECT_EQ(progress.runs_done(), 1u);
  progress.ran(0, 100);
  EXPECT_EQ(progress.cells_done(), 0u);
  progress.ran(0, 100);
  EXPECT_EQ(progress.runs_done(), 3u);
  EXPECT_EQ(progress.cells_done(), 1u);
}

TEST(Progress, WritesALineEveryTenthOfTheWayWhereThereIsNoTerminal) {
  std::FILE* file = std::tmpfile();
  {
    Progress progress(20, 1, true, file);
    for (std::size_t cell = 0; cell < 20; ++cell) progress.ran(cell, 1);
    progress.clear();
  }
  std::rewind(file);
  char line[256];
  int lines = 0;
  std::string last;
  while (std::fgets(line, sizeof line, file)) {
    ++lines;
    last = line;
  }
  std::fclose(file);
  EXPECT_EQ(lines, 10);
  EXPECT_EQ(last, "20 of 20 cells done, 20 of 20 runs, a few seconds left\n");
}

TEST(Progress, SpeaksOfTimeAsPeopleDo) {
  EXPECT_EQ(spoken(std::chrono::seconds(3)), "a few seconds");
  EXPECT_EQ(spoken(std::chrono::seconds(59)), "about 59 s");
  EXPECT_EQ(spoken(std::chrono::seconds(130)), "about 2 min 10 s");
}

}  // namespace
}  // namespace parallax
