// SPDX-License-Identifier: MIT
// A summary that fits, says what matters, and steers no terminal but with colours that were asked for.
#include "reports/text/terminal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "reports/text/plain.hpp"
#include "tests/reports/text/sample_run.hpp"

namespace parallax::reports::text {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

TEST(Terminal, SaysWhoWinsWhatFailedAndHowSmallItMayBe) {
  const auto text = terminal(given::sample_views(), {});
  EXPECT_THAT(text, HasSubstr("Coarse CPU tasks"));
  EXPECT_THAT(text, HasSubstr("is fastest: "));
  EXPECT_THAT(text, HasSubstr("as fast as serial ("));
  EXPECT_THAT(text, HasSubstr("METG(75 %)"));
  EXPECT_THAT(text, HasSubstr("from "));
  EXPECT_THAT(text, HasSubstr("1 failed"));
  EXPECT_THAT(text, HasSubstr("died of SIGSEGV"));
  EXPECT_THAT(text, HasSubstr("█"));
}

TEST(Terminal, SetsListsApartAndLeavesNoBlanksBehind) {
  auto cells = given::sample_cells();
  auto failed = sample::cell("spin/mpi-resident/workers:2/size:65536/grain:1", {});
  failed.errors = {"wrong: " + std::string(60, 'w') + " and more"};
  cells.push_back(failed);
  const auto text = terminal(given::views_of(cells), {});
  EXPECT_THAT(text, HasSubstr("\n  spin/mpi-resident/workers:2/size:65536/grain:1: wrong:\n    wwww"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_FALSE(line.ends_with(' ')) << line << '|';
}

TEST(Terminal, WritesNamesOfRuntimesOut) {
  auto cells = given::sample_cells();
  for (const int grain : {1, 16, 256, 4096})
    cells.push_back(
        given::steady(fmt::format("spin/mpi-static-resident/workers:2/size:65536/grain:{}", grain), 3));
  EXPECT_THAT(terminal(given::views_of(cells), {}), HasSubstr("\n  mpi-static-resident "));
}

class TerminalWidth : public testing::TestWithParam<std::size_t> {};

TEST_P(TerminalWidth, IsNeverExceeded) {
  auto cells = given::sample_cells();
  auto failed = sample::cell(std::string(300, 'n') + "/x/workers:2", {});
  failed.errors = {"wrong: " + std::string(500, 'w') + " " + given::evil};
  cells.push_back(failed);
  std::istringstream lines(terminal(given::views_of(cells), {false, true, GetParam()}));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(width(line), GetParam()) << line;
}

INSTANTIATE_TEST_SUITE_P(Terminal, TerminalWidth, testing::Values(60, 80, 120, 200));

TEST(Terminal, HasColoursOnlyIfAskedAndAlwaysEndsThem) {
  auto cells = given::sample_cells();
  auto failed = sample::cell("x/y/workers:1", {});
  failed.errors = {given::evil};
  cells.push_back(failed);
  const auto views = given::views_of(cells);
  EXPECT_THAT(terminal(views, {}), Not(HasSubstr("\x1b")));
  const auto coloured = terminal(views, {true, true, 80});
  EXPECT_THAT(coloured, HasSubstr("\x1b[32m"));
  EXPECT_THAT(coloured, Not(HasSubstr("\x1b[2J")));
  std::size_t begun = 0, ended = 0;
  for (auto at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b', at + 1))
    ++(coloured.compare(at, 4, "\x1b[0m") == 0 ? ended : begun);
  EXPECT_EQ(begun, ended);
}

TEST(Terminal, DrawsBarsOfHashesWhereLettersAreScarce) {
  const auto text = terminal(given::sample_views(), {false, false, 80});
  EXPECT_THAT(text, HasSubstr("####"));
  EXPECT_THAT(text, Not(HasSubstr("█")));
}

TEST(Terminal, ShowsTheCellsOfARunThatIsTooSmallForAnAnswer) {
  const auto foreign = terminal(given::views_of({given::steady("BM_x/8", 1)}), {});
  EXPECT_THAT(foreign, HasSubstr("\n1 benchmark, "));
  EXPECT_THAT(foreign, ContainsRegex("\n  BM_x/8 +1.00.+ms .*1.00.+ms +6\n"));

  std::vector<Cell> cells;
  for (int workers = 2; workers < 41; ++workers)
    cells.push_back(given::steady(fmt::format("cube/threads/workers:{}/size:8/grain:2", workers), 2));
  const auto text = terminal(given::views_of(cells), {});
  EXPECT_THAT(text, ContainsRegex("\n  cube/threads/workers:2/size:8/grain:2\n +2.00.+ms .*\n"));
  EXPECT_THAT(text, HasSubstr("… and 19 more"));
}

// Ranks of three repetitions reach 75 %.
TEST(Terminal, HeadsAColumnWithTheConfidenceThatItHolds) {
  const auto few = sample::cell("cube/threads/workers:2/size:8/grain:2", {1, 2, 3});
  EXPECT_THAT(terminal(given::views_of({few}), {}), Not(HasSubstr("  95 % interval")));
  EXPECT_THAT(terminal(given::views_of({given::steady(few.name, 2)}), {}), HasSubstr("  95 % interval"));
}

TEST(Terminal, HasALineForEachKernel) {
  const auto text = terminal(given::views_of({given::steady("cube/serial/workers:1/size:8/grain:2", 4),
                                              given::steady("cube/fork/workers:2/size:8/grain:2", 2),
                                              given::busy("sleep/serial/workers:1/size:8/grain:2", 8, 0.01),
                                              given::busy("sleep/fork/workers:2/size:8/grain:2", 1, 0.01)}),
                             {});
  EXPECT_THAT(text, HasSubstr("Kernel by kernel"));
  EXPECT_THAT(text, ContainsRegex("\n  cube +coarse +fork 2.00× \\(.*\\)\n"));
  EXPECT_THAT(text, ContainsRegex("\n  sleep +waiting +fork 8.00× \\(.*\\)\n"));
}

}  // namespace
}  // namespace parallax::reports::text
