// SPDX-License-Identifier: MIT
// Series never mix references, and a change stands where it happened, with its size and direction.
#include "reports/gate/history_view.hpp"

#include <gtest/gtest.h>

#include "tests/reports/gate/past.hpp"

namespace parallax::reports::gate {
namespace {

using past::measured;
using past::record;
using past::stepped;
using past::unmeasured;

TEST(HistoryView, FindsTheChangeAndTheCommitsItLiesBetween) {
  const auto view = history_view(stepped(60, 40, 0.125));
  ASSERT_EQ(view.series.size(), 1U);
  const auto& series = view.series[0];
  ASSERT_EQ(series.changes.size(), 1U);
  const auto& change = series.changes[0];
  EXPECT_EQ(change.at, 40U);
  EXPECT_EQ(series.points[change.at].commit, past::commit(40));
  EXPECT_EQ(series.points[change.at - 1].commit, past::commit(39));
  EXPECT_NEAR(size_of(change), 0.125, 0.005);
  EXPECT_NEAR(change.before, 1, 0.005);
  EXPECT_LE(change.p, 0.001);
  EXPECT_FALSE(series.is_too_short);
  EXPECT_EQ(change_text(series, change).substr(0, 3), "+12");
  EXPECT_NE(change_text(series, change).find("at 0000028 (2026-02-13)"), std::string::npos);
  EXPECT_EQ(state_text(series, view.options), change_text(series, change));
  EXPECT_EQ(segment_ratios(series), (std::vector{change.before, change.after}));
}

TEST(HistoryView, TellsFasterFromSlower) {
  const auto view = history_view(stepped(60, 30, -0.2));
  ASSERT_EQ(view.series[0].changes.size(), 1U);
  EXPECT_NEAR(size_of(view.series[0].changes[0]), -0.2, 0.005);
  EXPECT_EQ(state_text(view.series[0], view.options).rfind("−", 0), 0U);
}

TEST(HistoryView, SaysThatASeriesIsShort) {
  const auto short_one = history_view(stepped(9, 4, 1));
  EXPECT_TRUE(short_one.series[0].is_too_short);
  EXPECT_EQ(state_text(short_one.series[0], short_one.options), "too short: 9 of 10 commits");
  const auto few = history_view(stepped(12, 20, 0));
  EXPECT_FALSE(few.series[0].is_too_short);
  EXPECT_EQ(state_text(few.series[0], few.options), "no change, but only 12 commits");
  const auto enough = history_view(stepped(30, 40, 0));
  EXPECT_EQ(state_text(enough.series[0], enough.options), "no change");
  EXPECT_EQ(segment_ratios(enough.series[0]).size(), 1U);
}

// The new reference is twice as slow; without this the series would show a change that no commit made.
TEST(HistoryView, NeverMixesReferences) {
  auto records = stepped(30, 99, 0);
  for (std::size_t i = 30; i < 60; ++i)
    records.push_back(record(i, {measured("spin/team", past::wavering(i, 0, -0.5))}, "v1.3"));
  const auto view = history_view(records);
  ASSERT_EQ(view.series.size(), 2U);
  EXPECT_EQ(view.references[0].name, "v1.3") << "the one used last";
  EXPECT_EQ(view.series[0].reference, "v1.3");
  EXPECT_EQ(view.series[1].reference, "v1.2");
  for (const auto& series : view.series) {
    EXPECT_EQ(series.points.size(), 30U);
    EXPECT_TRUE(series.changes.empty());
  }
  ASSERT_EQ(view.warnings.size(), 1U);
  EXPECT_NE(view.warnings[0].find("2 references"), std::string::npos);
}

TEST(HistoryView, MixesMachinesAndSaysSo) {
  auto records = stepped(40, 99, 0);
  for (std::size_t i = 20; i < 40; ++i) records[i].machine = "Other CPU";
  const auto view = history_view(records);
  EXPECT_EQ(view.series.size(), 1U);
  EXPECT_EQ(view.references[0].machines, (std::vector<std::string>{"Test CPU", "Other CPU"}));
  EXPECT_EQ(view.references[0].records, 40U);
  ASSERT_EQ(view.warnings.size(), 1U);
  EXPECT_NE(view.warnings[0].find("2 machines"), std::string::npos);
}

TEST(HistoryView, KeepsCommitsWithoutATimeApart) {
  const auto view = history_view({record(0, {measured("a", 1)}), record(1, {unmeasured("a", Verdict::error)}),
                                  record(2, {}), record(3, {measured("a", 2)})});
  const auto& series = view.series[0];
  ASSERT_EQ(series.points.size(), 2U);
  EXPECT_EQ(series.points[1].place, 3U);
  ASSERT_EQ(series.gaps.size(), 1U);
  EXPECT_EQ(series.gaps[0].place, 1U);
  EXPECT_EQ(series.gaps[0].verdict, Verdict::error);
  const auto never = history_view({record(0, {unmeasured("a", Verdict::error)})});
  EXPECT_TRUE(segment_ratios(never.series[0]).empty());
  EXPECT_TRUE(never.series[0].is_too_short);
}

TEST(HistoryView, PutsTheLargestNewestChangeFirst) {
  std::vector<HistoryRecord> records;
  for (std::size_t i = 0; i < 60; ++i)
    records.push_back(record(
        i, {measured("same", past::wavering(i, 99, 0)), measured("slower", past::wavering(i, 30, 0.3)),
            measured("faster", past::wavering(i, 20, -0.5)), measured("steady", past::wavering(i, 99, 0))}));
  const auto view = history_view(records);
  std::vector<std::string> order;
  for (const auto& series : view.series) order.push_back(series.cell);
  EXPECT_EQ(order, (std::vector<std::string>{"faster", "slower", "same", "steady"}));
}

TEST(HistoryView, LooksAtTheNewestOnly) {
  auto records = stepped(50, 10, 0.5);
  records[2].cells = {unmeasured("spin/team", Verdict::error)};
  const auto view = history_view(records, {.most_points = 30});
  EXPECT_EQ(view.series[0].points.size(), 30U);
  EXPECT_EQ(view.series[0].points[0].place, 20U);
  EXPECT_EQ(view.series[0].left_out, 19U);
  EXPECT_TRUE(view.series[0].gaps.empty());
  EXPECT_TRUE(view.series[0].changes.empty());
  EXPECT_EQ(view.warnings.size(), 1U);
}

TEST(HistoryView, OfNothingIsEmpty) {
  const auto view = history_view({});
  EXPECT_TRUE(view.series.empty());
  EXPECT_TRUE(view.references.empty());
}

TEST(PercentText, HasASignAndThreeDigits) {
  EXPECT_EQ(percent_text(0.1234), "+12.3 %");
  EXPECT_EQ(percent_text(-0.05), "−5.0 %");
  EXPECT_EQ(percent_text(0.0001), "±0.0 %");
  EXPECT_EQ(percent_text(2.5), "+250 %");
  EXPECT_EQ(percent_range_text({1, 0.97, 1.04, 3}), "−3.0 % to +4.0 %");
}

TEST(ShortCommit, CutsHashesOnly) {
  EXPECT_EQ(short_commit("4f2d1c0a9b8e7d6c"), "4f2d1c0");
  EXPECT_EQ(short_commit("release-2026.10.03"), "release-2026.10.03");
  EXPECT_EQ(short_commit("deadbeef"), "deadbeef");
}

}  // namespace
}  // namespace parallax::reports::gate
