// SPDX-License-Identifier: MIT
// A run that others disturbed: said first, everywhere, and nobody is ranked by it.
#include "reports/views/disturbance.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/html/sections.hpp"
#include "reports/text/csv.hpp"
#include "reports/text/differences_markdown.hpp"
#include "reports/text/differences_terminal.hpp"
#include "reports/text/markdown.hpp"
#include "reports/text/terminal.hpp"
#include "reports/wording.hpp"
#include "tests/reports/views/two_results.hpp"

namespace parallax::reports {
namespace {

using given::busy;
using given::steady;
using given::views_of;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// The cell as it is measured while others use so much of the processors.
Cell beside(Cell cell, double foreign_load) {
  cell.counters["foreign_load"].assign(cell.seconds.size(), foreign_load);
  return cell;
}

// A work on which x wins clearly.
std::vector<Cell> contest(const std::string& kernel, double foreign_load) {
  return {beside(steady(kernel + "/serial/workers:1/size:8/grain:1", 80), foreign_load),
          beside(steady(kernel + "/x/workers:2/size:8/grain:1", 40), foreign_load),
          beside(steady(kernel + "/y/workers:2/size:8/grain:1", 60), foreign_load)};
}

std::vector<Cell> joined(std::vector<Cell> cells, const std::vector<Cell>& more) {
  cells.insert(cells.end(), more.begin(), more.end());
  return cells;
}

TEST(Disturbance, IsFoundWhereOthersUseMoreThanAFewPercent) {
  const auto quiet = views_of(contest("a", 0.05));
  EXPECT_EQ(quiet.disturbance.known, 3u);
  EXPECT_TRUE(quiet.disturbance.rows.empty());
  EXPECT_EQ(disturbance_sentence(quiet), "");
  EXPECT_EQ(foreign_load_text(quiet), "others used 5.0 % of the processors");
  EXPECT_EQ(quiet.answers.size(), 1u);
  const auto disturbed = views_of(contest("a", 0.051));
  EXPECT_EQ(disturbed.disturbance.rows.size(), 3u);
  EXPECT_TRUE(disturbed.disturbance.is_high);
}

// Said first, and of each cell.
TEST(Disturbance, TellsOfCellsThatAQuotaHeldBack) {
  auto cells = contest("a", 0);
  cells[1].counters["throttled_seconds"].assign(cells[1].seconds.size(), 0.25);
  cells[2].counters["throttled_seconds"].assign(cells[2].seconds.size(), 0);
  const auto views = views_of(cells);
  EXPECT_EQ(views.disturbance.throttled.size(), 1u);
  EXPECT_THAT(disturbance_sentence(views), StartsWith("A CPU quota held back 1 of 3 cells (throttled)"));
  EXPECT_THAT(text::markdown(views), HasSubstr("A CPU quota held back 1 of 3 cells"));
  EXPECT_THAT(html::header(views).text(), HasSubstr("A CPU quota held back 1 of 3 cells"));
  EXPECT_THAT(html::cells(views).text(), HasSubstr("throttled: a CPU quota held it back"));
}

TEST(Disturbance, IsLessThanHalfAProcessorOnAMachineWithMany) {
  EXPECT_TRUE(views_of(contest("a", 0.04), "10").disturbance.rows.empty());
  EXPECT_EQ(views_of(contest("a", 0.04), "16").disturbance.rows.size(), 3u);
}

TEST(Disturbance, IsThatOfTheMiddleRepetition) {
  auto cells = contest("a", 0.01);
  cells[1].counters["foreign_load"] = {0.9, 0.01, 0.9, 0.01, 0.01, 0.01};
  EXPECT_TRUE(views_of(cells).disturbance.rows.empty());
  cells[1].counters["foreign_load"] = {0.9, 0.01, 0.9, 0.9, 0.01, 0.9};
  EXPECT_EQ(views_of(cells).disturbance.rows.size(), 1u);
}

TEST(Disturbance, IsNotSupposedWhereAFileSaysNothing) {
  const auto views = views_of({steady("a/serial/workers:1", 80), steady("a/x/workers:2", 40)});
  EXPECT_EQ(views.disturbance.known, 0u);
  EXPECT_FALSE(views.disturbance.is_high);
  EXPECT_EQ(foreign_load_text(views), "");
  EXPECT_EQ(views.answers.size(), 1u);
}

TEST(Disturbance, OfTheWholeRunIsWhatEveryReportBeginsWithAndNobodyIsRanked) {
  const auto views = views_of(joined(contest("a", 0.46), contest("b", 0.46)));
  const std::string sentence =
      "This run was disturbed, so nothing is ranked: while 6 of 6 cells were measured, others used more than "
      "5 % "
      "of the processors, 46 % typically.";
  EXPECT_THAT(disturbance_sentence(views), StartsWith(sentence));
  EXPECT_TRUE(views.answers.empty());
  EXPECT_TRUE(views.kernel_answers.empty());
  for (const auto& work : views.works)
    for (const auto& best : work.best_rows) {
      EXPECT_FALSE(best.standing.is_best);
      EXPECT_FALSE(best.standing.resolved);
    }
  EXPECT_THAT(html::header(views).text(), StartsWith("<p class=\"disturbed\" role=\"alert\">" + sentence));
  EXPECT_THAT(html::answer(views).text(), Not(HasSubstr("others used")));  // once is enough
  const auto terminal = text::terminal(views, {.columns = 200});
  EXPECT_THAT(terminal, StartsWith("This run was disturbed, so nothing is ranked"));
  const auto markdown = text::markdown(views);
  EXPECT_THAT(markdown, StartsWith("## Parallax\n\n**" + sentence));
  for (const auto& text : {html::answer(views).text(), html::winners(views).text(), terminal, markdown})
    for (const auto* claim : {"is fastest", "least time", "the fastest\"", "No work"})
      EXPECT_THAT(text, Not(HasSubstr(claim)));
  const auto csv = text::csv(views);
  EXPECT_THAT(csv, Not(HasSubstr(",best,")));
  EXPECT_THAT(csv, Not(HasSubstr(",yes,")));
  EXPECT_THAT(csv, HasSubstr("disturbed: others used more than 5 % of the processors"));
}

TEST(Disturbance, OfAPartTakesItsWorksOutOfEveryRanking) {
  std::vector<Cell> cells;
  for (const auto* kernel : {"a", "b", "c", "d"}) cells = joined(cells, contest(kernel, 0.01));
  cells.front().counters["foreign_load"].assign(6, 0.3);  // 1 of 12
  const auto views = views_of(cells);
  EXPECT_FALSE(views.disturbance.is_high);
  EXPECT_EQ(
      disturbance_sentence(views),
      "A part of this run was disturbed: while 1 of 12 cells was measured, others used more than 5 % of the "
      "processors, 30 % typically. Others are programs, or other guests of a virtual machine's host. Works "
      "with such cells are in no ranking.");
  EXPECT_EQ(foreign_load_text(views), "");  // 30 % is not what others used beside these cells
  EXPECT_EQ(views.answers.at(0).kernels, (std::vector<std::string>{"b", "c", "d"}));
  EXPECT_EQ(views.kernel_answers.size(), 3u);
}

TEST(Disturbance, LeavesSweepsAndFitsToWhatWasQuiet) {
  auto cells = given::sample_cells();
  EXPECT_FALSE(views_of(cells).grain_sweeps.empty());
  for (auto& cell : cells) cell = beside(cell, 0.3);
  const auto views = views_of(cells);
  EXPECT_TRUE(views.grain_sweeps.empty());
  EXPECT_TRUE(views.size_sweeps.empty());
}

TEST(Disturbance, LeavesNoDifferenceOfTwoResultsSure) {
  auto fast = given::sample_cells();
  for (auto& cell : fast)
    for (auto& one : cell.seconds) one *= 0.5;
  const auto compared = [&](double foreign_load) {
    auto cells = fast;
    for (auto& cell : cells) cell = beside(cell, foreign_load);
    return std::vector<Views>{given::on_machine("slow", given::sample_cells()),
                              given::on_machine("fast", std::move(cells))};
  };
  EXPECT_GT(given::differences_of(compared(0.01)).faster, 0u);
  const auto results = compared(0.3);
  const auto found = given::differences_of(results);
  EXPECT_EQ(found.faster, 0u);
  EXPECT_EQ(found.works_faster, 0u);
  EXPECT_THAT(text::differences_terminal(found, results, {}), StartsWith("fast: This run was disturbed"));
  EXPECT_THAT(text::differences_markdown(found, results), StartsWith("**fast: This run was disturbed"));
}

Views views_with(std::vector<Cell> cells, const char* key, const char* kernels) {
  Results results;
  results.sources.push_back({"test.json", {{"usable_cpus", "2"}, {key, kernels}}});
  results.cells = std::move(cells);
  return make_views(std::move(results));
}

TEST(KindOfWork, IsWhatTheKernelDoesAndNotWhatOthersMadeOfIt) {
  // A kernel that computes, which got a sixth of a processor.
  const auto starved = [](double load) {
    return std::vector<Cell>{beside(busy("cube/serial/workers:1/size:8/grain:1", 80, 0.16), load)};
  };
  EXPECT_EQ(views_with(starved(0.9), "kernels_cpu", "spin,cube").works[0].kind, WorkKind::coarse);
  EXPECT_EQ(views_with(starved(0), "kernels_cpu", "spin,cube").works[0].kind, WorkKind::coarse);
  // Of the others a quiet measurement tells how much they wait here, a disturbed one does not.
  EXPECT_EQ(views_with(starved(0), "kernels_io", "cube").works[0].kind, WorkKind::waiting);
  EXPECT_EQ(views_with(starved(0), "kernels_mixed", "cube").works[0].kind, WorkKind::waiting);
  EXPECT_EQ(views_with(starved(0.9), "kernels_mixed", "cube").works[0].kind, WorkKind::mixed);
  const std::vector<Cell> cached{beside(steady("cube/serial/workers:1/size:8/grain:1", 80), 0)};
  EXPECT_EQ(views_with(cached, "kernels_io", "cube").works[0].kind, WorkKind::coarse);
  EXPECT_EQ(views_with(starved(0), "kernels_cpu", "cubes").works[0].kind,
            WorkKind::waiting);  // says nothing of it
}

}  // namespace
}  // namespace parallax::reports
