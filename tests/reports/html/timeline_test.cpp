// SPDX-License-Identifier: MIT
// Timelines: read from the file of `bench --trace`, drawn for the cells that a report shows.
#include "reports/html/timeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/html/json_text.hpp"
#include "reports/html/page.hpp"
#include "tests/reports/html/page_text.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports::html {
namespace {

using sample::count;
using sample::rows;
using ::testing::HasSubstr;
using ::testing::Not;

// One worker computes for half a millisecond and sleeps in the rest of it, the other one waits.
std::string trace_of(const std::string& cell) {
  return fmt::format(
      R"({{"displayTimeUnit":"ns","otherData":{{"remarks":["x"],"name":"no event"}},"traceEvents":[
{{"ph":"M","name":"process_name","pid":1,"args":{{"name":{}}}}},
{{"ph":"M","name":"thread_name","pid":1,"tid":2,"args":{{"name":"worker 1"}}}},
{{"ph":"M","name":"thread_name","pid":1,"tid":1,"args":{{"name":"worker 0"}}}},
{{"ph":"X","name":"region 1","pid":1,"tid":0,"ts":0.000,"dur":1000.000,"args":{{}}}},
{{"ph":"X","name":"chunks","pid":1,"tid":1,"ts":0,"dur":500,"args":{{"calls":4,"name":"of no row"}}}},
{{"ph":"X","name":"getting work","pid":1,"tid":1,"ts":500,"dur":500,"args":{{}}}},
{{"ph":"X","name":"asleep","pid":1,"tid":1,"ts":500,"dur":400,"args":{{"place":"somewhere within"}}}},
{{"ph":"X","name":"waiting for the others","pid":1,"tid":2,"ts":0,"dur":1000,"args":{{}}}}
]}})",
      json_string(cell));
}

const std::string cube = "cube/fork/workers:2/size:8/grain:2";

TEST(Trace, IsReadAsFarAsItIsDrawn) {
  const auto cells = parse_trace(trace_of(cube), "t.json");
  ASSERT_EQ(cells.size(), 1u);
  EXPECT_EQ(cells[0].name, cube);
  EXPECT_EQ(cells[0].regions.size(), 1u);
  ASSERT_EQ(cells[0].workers.size(), 2u);
  EXPECT_EQ(cells[0].workers[0].name, "worker 0");
  ASSERT_EQ(cells[0].workers[0].pieces.size(), 3u);
  EXPECT_EQ(cells[0].workers[0].pieces[2].doing, Doing::asleep);
  EXPECT_DOUBLE_EQ(cells[0].workers[0].pieces[2].end, 900e-6);
  EXPECT_EQ(cells[0].workers[1].pieces[0].doing, Doing::waiting);
}

TEST(Trace, IsRefusedWhereItIsNone) {
  for (const std::string text : {"{}", "[]", R"({"benchmarks": []})", R"({"traceEvents": 3})"}) {
    try {
      parse_trace(text, "t.json");
      ADD_FAILURE() << text;
    } catch (const ResultsError& error) {
      EXPECT_THAT(error.what(), HasSubstr("t.json: no timelines")) << text;
    }
  }
  EXPECT_THROW(parse_trace(R"({"traceEvents": [{"ph":"X")", "t.json"), JsonError);
}

TEST(Trace, OfStrangeEventsHasNothing) {
  const auto cells = parse_trace(
      R"({"traceEvents": [1, "x", null, [], {}, {"ph":"X"}, {"ph":"X","pid":1,"tid":1,"ts":-5,"dur":2},
          {"ph":"X","pid":1,"tid":1,"ts":1,"dur":NaN}, {"ph":"M","name":"process_name","pid":1,"args":{"name":"a"}},
          {"ph":["X"],"pid":{"tid":1},"args":[{"name":"b"}]}]})",
      "t.json");
  EXPECT_TRUE(cells.empty());
}

TEST(Timeline, IsDrawnInStepsHoweverManyPiecesThereAre) {
  TraceCell cell{.name = "x", .regions = {{Doing::calls, 0, 1}}, .workers = {{"worker 0", {}}}};
  for (int i = 0; i < 100'000; ++i)
    cell.workers[0].pieces.push_back({i % 2 == 0 ? Doing::calls : Doing::getting, i * 1e-5, (i + 1) * 1e-5});
  const auto text = timeline(cell).text();
  EXPECT_LT(text.size(), 20'000u);
  EXPECT_THAT(text, HasSubstr("50.0 % in kernel code, 50.0 % getting work"));
}

TEST(Timeline, SaysWhichWorkersItLeavesOut) {
  TraceCell cell{.name = "x", .regions = {}, .workers = {}};
  for (std::size_t i = 0; i < most_timeline_rows + 3; ++i)
    cell.workers.push_back({fmt::format("worker {}", i), {{Doing::calls, 0, 1}}});
  EXPECT_THAT(timeline(cell).text(), HasSubstr("3"));
  EXPECT_EQ(count(timeline(cell).text(), "role=\"img\""), most_timeline_rows);
}

TEST(Timeline, StandsInThePageOfItsCell) {
  auto views = make_views(sample::results(rows(cube, {10e6, 10e6, 10e6})));
  EXPECT_THAT(page(views), Not(HasSubstr("id=\"timelines\"")));
  EXPECT_EQ(add_timelines(views, parse_trace(trace_of("spin/fork/workers:2"), "t.json")), 0u);
  EXPECT_EQ(add_timelines(views, parse_trace(trace_of(cube), "t.json")), 1u);
  const auto text = page(views);
  EXPECT_THAT(text, HasSubstr("<li><a href=\"#timelines\">Timelines</a></li>"));
  EXPECT_THAT(text, HasSubstr("worker 0: 50.0 % in kernel code, 50.0 % getting work, 40.0 % asleep"));
  EXPECT_THAT(text, HasSubstr("M0 0h500V10h-500z"));    // the first half
  EXPECT_THAT(text, HasSubstr("M500 6h400V10h-400z"));  // asleep, within the second
}

TEST(Timeline, EscapesWhatNamesSay) {
  TraceCell cell{.name = "<b>", .regions = {}, .workers = {{"<script>", {{Doing::calls, 0, 1}}}}};
  EXPECT_THAT(timeline(cell).text(), Not(HasSubstr("<script>")));
}

}  // namespace
}  // namespace parallax::reports::html
