// SPDX-License-Identifier: MIT
#include "benches/harness/trace/timeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "benches/harness/host/accounts/trace_log.hpp"
#include "benches/harness/trace/trace_json.hpp"

namespace parallax {
namespace {

using ::testing::ElementsAre;

TraceSlice region(std::uint32_t number, std::int64_t begin, std::int64_t end) {
  return {.kind = TraceSlice::Kind::region, .region = number, .begin = begin, .end = end};
}

TraceSlice call(int worker, std::int64_t begin, std::int64_t end, std::uint64_t first_item = 0) {
  return {.worker = worker,
          .begin = begin,
          .end = end,
          .computing = end - begin,
          .calls = 1,
          .items = 1,
          .first_item = first_item};
}

std::vector<std::string> told(const Timeline& timeline, std::size_t worker) {
  std::vector<std::string> texts;
  for (const Span& span : timeline.rows[worker].spans)
    texts.push_back(fmt::format("{} {}-{}", name_of(span.doing, timeline), span.begin, span.end));
  return texts;
}

TEST(Timeline, TellsOfEachWorkerFromTheBeginningOfARegionToItsEnd) {
  auto stolen = call(0, 1600, 1900);
  stolen.stolen = true;
  const auto timeline = timeline_of(
      "x", "chunk", 3, std::vector{region(0, 1000, 2000), call(0, 1100, 1600), stolen, call(1, 1000, 1200)});
  EXPECT_THAT(told(timeline, 0), ElementsAre("getting work 0-100", "chunk 100-600", "chunk 600-900",
                                             "waiting for the others 900-1000"));
  EXPECT_THAT(told(timeline, 1), ElementsAre("chunk 0-200", "waiting for the others 200-1000"));
  EXPECT_THAT(told(timeline, 2), ElementsAre("waiting for the others 0-1000"));
}

TEST(Timeline, TellsAStealAndHowLongAWorkerSlept) {
  auto stolen = call(0, 1600, 1900);
  stolen.stolen = true;
  stolen.asleep_before = 200;
  stolen.waited_before = 900;  // as the scheduler tells; more than there is room for
  const auto timeline = timeline_of("x", "chunk", 1, std::vector{region(0, 1000, 2000), stolen});
  EXPECT_THAT(told(timeline, 0),
              ElementsAre("stealing 0-600", "chunk 600-900", "waiting for the others 900-1000"));
  EXPECT_EQ(timeline.rows[0].spans[0].asleep, 200);
  EXPECT_EQ(timeline.rows[0].spans[0].waited, 400);
}

TEST(Timeline, MovesWhatAnotherMachinesClockTells) {
  constexpr std::int64_t other = 5'000'000'000;
  const auto timeline = timeline_of(
      "x", "chunk", 1,
      std::vector{region(0, 0, 1000), call(0, other, other + 300), call(0, other + 400, other + 500)});
  EXPECT_THAT(told(timeline, 0),
              ElementsAre("getting work 0-500", "chunk 500-800", "getting work 800-900", "chunk 900-1000"));
  EXPECT_TRUE(timeline.rows[0].moved);
}

TEST(TraceLog, CoversTheWholeRunHoweverManyCallsThereAre) {
  Arena arena;
  const auto room = arena.allocate_array<TraceSlice>(8);
  TraceLog& log = TraceLog::of_workers(arena, 1, room)[0];
  std::int64_t at = 0;
  for (std::uint32_t region = 0; region < 2; ++region) {
    for (int i = 0; i < 500; ++i, at += 10) {
      auto one = call(0, at, at + 6);
      one.region = region;
      log.enter(one, true);
    }
  }
  const auto slices = log.slices();
  ASSERT_LE(slices.size(), 8u);
  EXPECT_EQ(slices.front().begin, 0);
  EXPECT_EQ(slices.back().end, at - 4);
  std::uint64_t calls = 0;
  for (const TraceSlice& slice : slices) {
    EXPECT_EQ(slice.kind, TraceSlice::Kind::calls);
    EXPECT_EQ(slice.computing, static_cast<std::int64_t>(6 * slice.calls));
    EXPECT_LE(slice.end, slice.region == 0 ? 5000 : at);  // none reaches from one region into the next
    calls += slice.calls;
  }
  EXPECT_EQ(calls, 1000u);
}

TEST(TraceLog, SaysHowManyCallsHadNoRoom) {
  Arena arena;
  TraceLog& log = TraceLog::of_workers(arena, 1, arena.allocate_array<TraceSlice>(4))[0];
  for (std::uint32_t region = 0; region < 6; ++region) {
    auto one = call(0, region, region + 1);
    one.region = region;
    log.enter(one, true);
  }
  EXPECT_EQ(log.slices().size(), 5u);
  EXPECT_EQ(log.slices().back().kind, TraceSlice::Kind::lost);
  EXPECT_EQ(log.slices().back().calls, 2u);
}

TEST(TraceJson, IsValidWhateverNamesSay) {
  const std::string hostile = "a\"b\\c\n\xff<script>\x01/\u00e9";
  const auto timeline =
      timeline_of(hostile, "chunk", 1, std::vector{region(0, 0, 1'000'000), call(0, 1500, 2001)});
  const auto json = nlohmann::json::parse(trace_json({timeline}, {hostile}));
  EXPECT_EQ(json["traceEvents"][0]["args"]["name"], "a\"b\\c\\x0a\\xff<script>\\x01/\\xc3\\xa9");
  std::vector<std::string> pieces;
  for (const auto& event : json["traceEvents"]) {
    if (event["ph"] == "X" && event["tid"] == 1)
      pieces.push_back(fmt::format("{} {} {}", event["name"].get<std::string>(), event["ts"].get<double>(),
                                   event["dur"].get<double>()));
  }
  EXPECT_THAT(pieces,
              ElementsAre("getting work 0 1.5", "chunk 1.5 0.501", "waiting for the others 2.001 997.999"));
}

}  // namespace
}  // namespace parallax
