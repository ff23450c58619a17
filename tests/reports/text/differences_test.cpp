// SPDX-License-Identifier: MIT
// Results side by side as texts: they fit, they warn, and hostile names stay names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "reports/text/differences_csv.hpp"
#include "reports/text/differences_markdown.hpp"
#include "reports/text/differences_terminal.hpp"
#include "reports/text/markdown.hpp"
#include "reports/text/plain.hpp"
#include "tests/reports/occurrences.hpp"
#include "tests/reports/views/two_results.hpp"

namespace parallax::reports::text {
namespace {

using given::differences_of;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

TEST(DifferencesOnATerminal, SayWhatDiffersAndThatItWasNotMeasuredSideBySide) {
  const auto results = given::two_results();
  const auto text = differences_terminal(differences_of(results), results, {});
  EXPECT_THAT(text, HasSubstr("2 results side by side"));
  EXPECT_THAT(text, ContainsRegex("\n  host_name +slow +fast"));
  EXPECT_THAT(text, HasSubstr("than slow in 5 of 8 works and surely slower in 2."));
  EXPECT_THAT(text, HasSubstr("not measured side by side"));
  EXPECT_THAT(text, ContainsRegex("\n    2  tbb with 4 workers +1.50.+ms"));
  EXPECT_THAT(text, ContainsRegex("\n  spin tbb .4 cells. +2.00×"));
  EXPECT_THAT(text, ContainsRegex("spin/serial/workers:1/size:65536/grain.* +≈ 1.00×"));
  EXPECT_THAT(text, Not(HasSubstr("speed-up against")));
}

TEST(DifferencesOnATerminal, NeverExceedItsWidth) {
  auto many = given::three_results();
  for (int i = 0; i < 9; ++i)
    many.push_back(given::on_machine(fmt::format("host{}{}", i, given::evil), given::sample_cells()));
  for (const auto& results : {given::two_results(), given::three_results(), many}) {
    const auto differences = differences_of(results);
    for (const std::size_t columns : {60, 80, 120}) {
      const auto text = differences_terminal(differences, results, {false, true, columns});
      EXPECT_THAT(text, Not(HasSubstr("\x1b")));
      std::istringstream lines(text);
      for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(width(line), columns) << line;
        EXPECT_FALSE(line.ends_with(' ')) << line << '|';
      }
    }
  }
}

TEST(DifferencesOnATerminal, AreAMatrixOfThree) {
  const auto results = given::three_results();
  const auto text = differences_terminal(differences_of(results), results, {});
  EXPECT_THAT(text, ContainsRegex("2 / 1 +3 / 1"));
  EXPECT_THAT(text, ContainsRegex("size:65536/grain:16.* 2.00× +0.250×"));
}

TEST(DifferencesInMarkdown, AreTablesInWhichNamesAreNames) {
  const auto results = given::two_results();
  const auto text = differences_markdown(differences_of(results), results);
  EXPECT_THAT(text, HasSubstr("| `host_name` | `slow` | `fast` |"));
  EXPECT_THAT(text, HasSubstr("| times as fast | `fast` / `slow` |"));
  EXPECT_THAT(text, HasSubstr("> The results were not measured side by side"));
  EXPECT_THAT(text, ContainsRegex("\\| `spin/tbb/workers:2/size:65536/grain:1` \\| \\*\\*2.00×"));
  EXPECT_THAT(text, Not(HasSubstr("\n[a]")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(DifferencesInMarkdown, LeaveOutWhatNoCommentCouldHold) {
  std::vector<Cell> cells;
  for (int i = 0; i < 1000; ++i)
    cells.push_back(given::steady(fmt::format("kernel{}/tbb/workers:2/size:8", i), 1));
  const std::vector<Views> results{given::on_machine("a", cells), given::on_machine("b", cells)};
  const auto text = differences_markdown(differences_of(results), results);
  EXPECT_LE(text.size(), most_markdown + 5000);
  EXPECT_THAT(text, ContainsRegex("… and [0-9]+ more"));
}

TEST(DifferencesAsCsv, HaveALineForEachCellOfEachResult) {
  const auto results = given::two_results();
  const auto text = differences_csv(differences_of(results), results);
  EXPECT_EQ(occurrences(text, "\r\n"), 1 + results[0].rows.size() + results[1].rows.size());
  EXPECT_THAT(text, ContainsRegex("\r\nslow,slow.json,spin/tbb/workers:2/size:65536/"
                                  "grain:1,spin,tbb,2,65536,1,,no,ok,6,[^\r]*,,,,\r"));
  EXPECT_THAT(
      text, ContainsRegex("\r\nfast,fast.json,spin/tbb/workers:2/size:65536/grain:1,[^\r]*,2,[^\r]*,yes\r"));
}

}  // namespace
}  // namespace parallax::reports::text
