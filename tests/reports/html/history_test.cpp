// SPDX-License-Identifier: MIT
// The history as markup: complete, escaped, without style or script.
#include <gtest/gtest.h>

#include <string>

#include "reports/html/history_chart.hpp"
#include "reports/html/sections_history.hpp"
#include "tests/reports/gate/past.hpp"
#include "tests/reports/occurrences.hpp"

namespace parallax::reports::html {
namespace {

namespace past = gate::past;
using gate::history_view;
using gate::Verdict;

TEST(PercentTicks, AreRoundAndFew) {
  EXPECT_EQ(percent_ticks(0.96, 1.05).size(), 5U);  // −4 to +4 by 2
  EXPECT_EQ(percent_tick_text(percent_ticks(0.96, 1.05).front()), "−4 %");
  EXPECT_EQ(percent_tick_text(percent_ticks(0.96, 1.05)[2]), "0 %");
  EXPECT_EQ(percent_ticks(0.5, 4), (std::vector<double>{0.5, 1, 2, 4}));
  for (const auto& [low, high] : {std::pair{0.999, 1.001},
                                  {1.4, 1.5},
                                  {0.01, 0.02},
                                  {0.001, 1000.0},
                                  {5, 14},
                                  {1000, 1050},
                                  {1e-5, 1.1e-5}}) {
    EXPECT_GE(percent_ticks(low, high).size(), 1U) << low;
    EXPECT_LE(percent_ticks(low, high).size(), 10U) << low;
    for (const auto tick : percent_ticks(low, high)) {
      EXPECT_GE(tick, low * (1 - 1e-6));
      EXPECT_LE(tick, high * (1 + 1e-6));
    }
  }
}

TEST(PercentTicks, AreReadAsPercentages) {
  EXPECT_EQ(percent_tick_text(1), "0 %");
  EXPECT_EQ(percent_tick_text(1.05), "+5 %");
  EXPECT_EQ(percent_tick_text(0.995), "−0.5 %");
  EXPECT_EQ(percent_tick_text(0.25), "−75 %");
  EXPECT_EQ(percent_tick_text(4), "+300 %");
  EXPECT_EQ(percent_tick_text(16), "16×");
  EXPECT_EQ(percent_tick_text(0.0101), "0.0101×");
}

TEST(HistoryChart, HasAMarkForEverything) {
  auto records = past::stepped(60, 40, 0.125);
  records[10].cells = {past::unmeasured("spin/team", Verdict::error)};
  const auto svg = history_chart(history_view(records).series[0]).text();
  EXPECT_EQ(occurrences(svg, "<circle "), 59U);
  EXPECT_EQ(occurrences(svg, "class=\"gap\""), 1U);
  EXPECT_EQ(occurrences(svg, "<title>"), 59U + 1 + 1);
  EXPECT_EQ(occurrences(svg, "class=\"change slower\""), 1U);
  EXPECT_EQ(occurrences(svg, ">0000028</text>"), 1U);
  EXPECT_EQ(occurrences(svg, "class=\"interval\""), 1U);
  EXPECT_EQ(occurrences(svg, "class=\"equal\""), 1U);
  EXPECT_EQ(occurrences(svg, ">+10 %</text>"), 1U);
  EXPECT_NE(svg.find("<title>0000001 (2026-01-02): "), std::string::npos);
  EXPECT_EQ(occurrences(svg, "nan") + occurrences(svg, "inf\"") + occurrences(svg, "e+"), 0U);
}

TEST(HistoryChart, HoldsUpWithLittleAndWithExtremes) {
  EXPECT_TRUE(
      history_chart(history_view({past::record(0, {past::unmeasured("a", Verdict::error)})}).series[0])
          .empty());
  EXPECT_EQ(
      occurrences(history_chart(history_view({past::record(0, {past::measured("a", 1)})}).series[0]).text(),
                  "<circle "),
      1U);
  const gate::HistoryCell wide{"a", Verdict::no_change, gate::HistoryRatio{1, 1e-300, 1e300, 1}};
  for (const auto& cell : {wide, past::measured("a", 1e300), past::measured("a", 1e-300)}) {
    const auto svg = history_chart(
        history_view({past::record(0, {past::measured("a", 1)}), past::record(1, {cell})}).series[0]);
    EXPECT_EQ(occurrences(svg.text(), "nan") + occurrences(svg.text(), "\"inf"), 0U) << svg.text();
  }
}

TEST(HistorySection, SaysWhatChangedAndHasANumberForEveryDot) {
  const auto html = history(history_view(past::stepped(60, 40, 0.125))).text();
  EXPECT_EQ(occurrences(html, "<svg "), 1U);
  EXPECT_EQ(occurrences(html, "<details>"), 1U);
  EXPECT_EQ(occurrences(html, "<td class=\"n slower\">"), 1U);
  EXPECT_EQ(occurrences(html, "<tr><td><code>"), 60U);
  EXPECT_NE(html.find("<code>0000027</code> 2026-02-12"), std::string::npos) << "the last before";
  EXPECT_NE(html.find("<small>Commit 40</small>"), std::string::npos);
  EXPECT_EQ(occurrences(html, "style=") + occurrences(html, "<script") + occurrences(html, "<style"), 0U);
}

TEST(HistorySection, ShowsSixtyChartsAndSaysWhatIsMissing) {
  std::vector<gate::HistoryCell> cells;
  for (int i = 0; i < 70; ++i) cells.push_back(past::measured(fmt::format("cell {}", i), 1));
  const auto html = history(history_view({past::record(0, cells), past::record(1, cells)})).text();
  EXPECT_EQ(occurrences(html, "<svg "), most_history_charts);
  EXPECT_NE(html.find("and 10 series more"), std::string::npos);
  EXPECT_NE(html.find("No series changed for good"), std::string::npos);
}

TEST(HistorySection, EscapesWhatComesFromFiles) {
  const std::string evil = "<script>alert(1)</script>\"'&";
  auto records = past::stepped(60, 40, 0.125);
  for (auto& record : records) {
    record.commit += evil;
    record.subject = record.reference = record.machine = evil;
    record.cells[0].name = evil;
  }
  records.push_back(past::record(60, {past::unmeasured(evil, Verdict::error)}, evil, evil));
  records.back().commit = evil;
  const auto html = history(history_view(records)).text();
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("\"'&"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;"), std::string::npos);
}

TEST(HistorySection, OfNothingSaysSo) {
  EXPECT_EQ(history(history_view({})).text(), "<p>No commit was measured yet.</p>\n");
}

}  // namespace
}  // namespace parallax::reports::html
