// SPDX-License-Identifier: MIT
#include "reports/gate/history_text.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "reports/text/plain.hpp"
#include "tests/reports/gate/past.hpp"

namespace parallax::reports::gate {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Sparkline, ShowsTheCourse) {
  EXPECT_EQ(sparkline({1, 2, 4, 8}, 10), "▁▃▆█");
  EXPECT_EQ(sparkline({8, 1}, 10), "█▁");
  EXPECT_EQ(sparkline({1, 1, 1, 100, 8, 8, 8, 8}, 2), "▁█") << "medians of four: 1 and 8";
  EXPECT_EQ(sparkline({}, 10), "");
  EXPECT_EQ(sparkline({1, 2}, 0), "");
}

TEST(Sparkline, DoesNotMakeNewsOfNoise) {
  EXPECT_EQ(sparkline({1, 1, 1}, 10), "▅▅▅");
  const auto line = sparkline({1, 1.002, 0.999, 1.001}, 10);
  EXPECT_FALSE(has(line, "▁"));
  EXPECT_FALSE(has(line, "█"));
}

TEST(HistoryText, HasALinePerCell) {
  const auto text = history_text(history_view(past::stepped(60, 40, 0.125)));
  EXPECT_TRUE(has(text, "Against v1.2: 60 commits, 2026-01-01 to 2026-03-04\n"));
  EXPECT_TRUE(has(text, "spin/team"));
  EXPECT_TRUE(has(text, "▁"));
  EXPECT_TRUE(has(text, "% at 0000028 (2026-02-13)\n"));
  EXPECT_TRUE(has(text, "p ≤ 0.001, at least 5 commits"));
  EXPECT_EQ(text.back(), '\n');
}

TEST(HistoryText, ListsEarlierChangesAndWhatHasNoTimeAnyMore) {
  auto records = past::stepped(60, 20, 0.3);
  for (std::size_t i = 40; i < 60; ++i)
    records[i].cells = {past::measured("spin/team", past::wavering(i, 0, -0.3))};
  records.push_back(past::record(60, {past::unmeasured("spin/team", Verdict::error)}));
  const auto text = history_text(history_view(records));
  EXPECT_TRUE(has(text, "−46.")) << text;
  EXPECT_TRUE(has(text, "    before: +")) << text;
  EXPECT_TRUE(has(text, "    no time any more at 000003c (2026-03-05): error\n")) << text;
}

TEST(HistoryText, PutsALongNameOnALineOfItsOwn) {
  const std::string name = "spin/team/workers:2/size:4096/grain:64/cost:256";
  const auto view = history_view({past::record(0, {past::measured(name, 1)})});
  EXPECT_TRUE(has(history_text(view, 80), "\n" + name + "\n  "));
  EXPECT_TRUE(has(history_text(view, 160), "\n" + name + "  "));
}

TEST(HistoryText, FitsIntoItsColumns) {
  auto records = past::stepped(60, 40, 0.125);
  for (auto& record : records) record.cells.push_back(past::measured(std::string(300, 'n'), 12345));
  const auto view = history_view(records);
  for (const std::size_t columns : {10, 80, 100, 200}) {
    std::istringstream lines(history_text(view, columns));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(text::width(line), std::max<std::size_t>(columns, 80)) << line;
      EXPECT_TRUE(line.empty() || line.back() != ' ') << line;
    }
  }
}

TEST(HistoryText, PrintsNothingThatATerminalObeys) {
  const std::string evil = "a\x1b[2J\n\xe2\x80\xae\xff";
  auto records = past::stepped(60, 40, 0.125);
  for (auto& record : records) {
    record.commit += evil;
    record.subject = record.reference = record.machine = evil;
    record.cells[0].name = evil;
  }
  records.push_back(past::record(60, {past::unmeasured(evil, Verdict::error)}, evil, evil));
  records.back().commit = evil;
  const auto text = history_text(history_view(records));
  EXPECT_FALSE(has(text, "\x1b"));
  EXPECT_FALSE(has(text, "\xe2\x80\xae"));
  EXPECT_FALSE(has(text, "\xff"));
  EXPECT_TRUE(has(text, "a\ufffd[2J\ufffd\ufffd\ufffd"));
}

TEST(HistoryText, OfNothingSaysSo) {
  EXPECT_EQ(history_text(history_view({})), "No commit was measured yet.\n");
}

}  // namespace
}  // namespace parallax::reports::gate
