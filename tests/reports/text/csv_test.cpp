// SPDX-License-Identifier: MIT
// Comma-separated values: every cell, every digit, and nothing that a spreadsheet would run.
#include "reports/text/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/reports/text/sample_run.hpp"

namespace parallax::reports::text {
namespace {

using testing::HasSubstr;

// As RFC 4180 has it.
std::vector<std::vector<std::string>> parsed(const std::string& text) {
  std::vector<std::vector<std::string>> lines{{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
      lines.back().back() += text[++i];
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && c == ',')
      lines.back().emplace_back();
    else if (!quoted && c == '\r')
      ++i, lines.push_back({""});
    else
      lines.back().back() += c;
  }
  lines.pop_back();
  return lines;
}

std::string value(const std::vector<std::vector<std::string>>& lines, const std::string& name,
                  const std::string& column) {
  const auto& head = lines.front();
  const auto at = std::find(head.begin(), head.end(), column) - head.begin();
  for (const auto& line : lines)
    if (line.front() == name) return line.at(static_cast<std::size_t>(at));
  return "no such cell";
}

TEST(Csv, HasALinePerCellWithAsManyValuesAsTheHeading) {
  const auto views = given::sample_views();
  const auto lines = parsed(csv(views));
  ASSERT_EQ(lines.size(), views.rows.size() + 1);
  for (const auto& line : lines) EXPECT_EQ(line.size(), lines.front().size()) << line.front();
}

TEST(Csv, HasEveryDigit) {
  auto cell = sample::cell("a/tbb/workers:2/size:8/grain:2/p:1", {1.0 / 3, 1.0 / 3, 1.0 / 3});
  cell.counters["pss"] = {123456789};
  const auto lines = parsed(csv(given::views_of({cell})));
  const auto of = [&](const char* column) { return value(lines, cell.name, column); };
  EXPECT_EQ(std::stod(of("median_s")), cell.seconds[0]);
  EXPECT_EQ(of("workers"), "2");
  EXPECT_EQ(of("parameters"), "p:1");
  EXPECT_EQ(of("pss_bytes"), "123456789");
  EXPECT_EQ(of("speedup"), "");
  EXPECT_EQ(of("resolved_from_best"), "best");
  EXPECT_THAT(of("warnings"), HasSubstr("fewer than 6 repetitions"));
}

TEST(Csv, QuotesWhatHasToBeAndDisarmsFormulas) {
  const auto lines =
      parsed(csv(given::views_of({given::steady(given::evil, 1), given::steady("a,\"b\"", 1)})));
  auto evil = given::evil;
  evil.replace(evil.find('\x1b'), 1, "\ufffd");
  EXPECT_EQ(lines[1].front(), "'" + evil);
  EXPECT_EQ(lines[2].front(), "a,\"b\"");
}

TEST(Csv, IsGuardedWhateverStandsBeforeAFormula) {
  for (const char* name : {"\r=1+1", "\t=1+1", " @x", "\n-1", "=1"}) {
    const auto text = csv(given::views_of({given::steady(name, 1)}));
    EXPECT_THAT(text, HasSubstr("\r\n\"'")) << name;
    EXPECT_EQ(text.find("\r="), std::string::npos);
  }
  const auto invalid = csv(given::views_of({given::steady("a\xff\x1b[2Jb", 1)}));
  EXPECT_THAT(invalid, HasSubstr("\r\na\ufffd\ufffd[2Jb,"));
}

TEST(Csv, ShowsAFailureWithItsReason) {
  const auto lines = parsed(csv(given::sample_views()));
  const std::string name = "spin/fork/workers:2/size:65536/grain:1";
  EXPECT_EQ(value(lines, name, "status"), "crashed");
  EXPECT_EQ(value(lines, name, "message"), "crashed: worker 1 died of SIGSEGV");
  EXPECT_EQ(value(lines, name, "median_s"), "");
}

}  // namespace
}  // namespace parallax::reports::text
