// SPDX-License-Identifier: MIT
#include "benches/harness/time_limit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "benches/harness/matrix.hpp"
#include "benches/harness/selection.hpp"
#include "benches/support/usage_error.hpp"

namespace parallax {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ::testing::ThrowsMessage;

// 100 items that wait for a second each, with one and with 50 workers.
std::vector<Cell> sleeping() {
  Options options;
  options.runtimes = {"threads"};
  options.workers = {1, 50};
  options.sizes = {100};
  options.parameters = {{"microseconds", {1'000'000}}};
  return matching(matrix(options), "^sleep/");
}

TEST(TimeLimit, CountsTheVerifiedIterationsToo) {
  const auto cells = sleeping();
  ASSERT_EQ(cells.size(), 2u);
  EXPECT_EQ(least_time_of_process(cells[0], 0), seconds(300));
  EXPECT_EQ(least_time_of_process(cells[1], 0), seconds(6));
  EXPECT_EQ(least_time_of_process(cells[1], 10), seconds(24));
}

TEST(TimeLimit, LeavesOutWhatCannotEndWithinIt) {
  auto cells = sleeping();
  const auto text = leave_out_too_slow(cells, seconds(60), 0);
  ASSERT_EQ(cells.size(), 1u);
  EXPECT_EQ(cells[0].workers, 50);
  EXPECT_EQ(text,
            "left out: 1 cell waits for longer than --timeout=60s allows: "
            "sleep/threads/workers:1/size:100/grain:1/microseconds:1000000; --timeout=7m measures it");
}

TEST(TimeLimit, LeavesOutNothingElse) {
  auto cells = sleeping();
  EXPECT_EQ(leave_out_too_slow(cells, seconds(300), 0), "");
  EXPECT_EQ(cells.size(), 2u);
  auto all = matrix({});
  const std::size_t count = all.size();
  EXPECT_EQ(leave_out_too_slow(all, seconds(60), 0), "");
  EXPECT_EQ(all.size(), count);
}

TEST(TimeLimit, IsRefusedIfNothingFits) {
  auto cells = sleeping();
  EXPECT_THAT([&] { leave_out_too_slow(cells, milliseconds(500), 0); },
              ThrowsMessage<UsageError>(
                  AllOf(StartsWith("2 cells wait for longer than --timeout=500ms allows, e.g. "),
                        HasSubstr("; --timeout=7m measures them"))));
}

}  // namespace
}  // namespace parallax
