// SPDX-License-Identifier: MIT
#include "reports/gate/self_test/live_runs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallax::reports::gate {
namespace {

using ::testing::HasSubstr;

Comparison run_with(Verdict verdict) {
  Comparison it;
  it.cells.push_back({"a", verdict, "slower", 0, {}, {}});
  return it;
}

// A thousand runs without time for a cell would be a thousand without an alarm.
TEST(LiveRuns, CountsNoRunInWhichNothingWasCompared) {
  LiveRuns runs;
  runs.null = "copy";
  for (int i = 0; i < 3; ++i) add_run(runs, run_with(Verdict::left_out));
  add_run(runs, run_with(Verdict::no_change));
  add_run(runs, run_with(Verdict::regression));
  add_run(runs, run_with(Verdict::invalid));
  EXPECT_EQ(runs.runs, 3u);
  EXPECT_EQ(runs.alarms, 1u);
  EXPECT_EQ(runs.invalid, 1u);
  EXPECT_EQ(runs.empty, 3u);
  const auto text = live_text({runs});
  EXPECT_THAT(text, HasSubstr("copy: nothing could be compared in 3 further runs\n"));
  EXPECT_THAT(text, HasSubstr("33.3 %"));
}

}  // namespace
}  // namespace parallax::reports::gate
