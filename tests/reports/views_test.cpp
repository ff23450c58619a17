// SPDX-License-Identifier: MIT
// What a report shows: every cell once, in order, and every picture and list pointing at the right rows.
#include "reports/views.hpp"

#include <gtest/gtest.h>

#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

using sample::cell;

Views views_of(std::vector<Cell> cells) {
  Results results;
  results.sources.push_back({"test.json", {}});
  results.cells = std::move(cells);
  return make_views(results);
}

std::vector<std::string> names(const Views& views, const std::vector<std::size_t>& rows) {
  std::vector<std::string> all;
  for (const auto row : rows) all.push_back(views.rows[row].name);
  return all;
}

TEST(Views, OrderRowsByWorkWithSerialFirstAndControlsLast) {
  const auto views =
      views_of({cell("b/tbb/workers:1/size:8", {1}), cell("control/a/fork/workers:1/size:10", {1}),
                cell("a/fork/workers:2/size:10", {1}), cell("a/fork/workers:1/size:10", {1}),
                cell("a/serial/workers:1/size:10", {1}), cell("a/tbb/workers:1/size:9", {1})});
  std::vector<std::string> order;
  for (const auto& row : views.rows) order.push_back(row.name);
  EXPECT_EQ(order, (std::vector<std::string>{"a/tbb/workers:1/size:9", "a/serial/workers:1/size:10",
                                             "a/fork/workers:1/size:10", "a/fork/workers:2/size:10",
                                             "control/a/fork/workers:1/size:10", "b/tbb/workers:1/size:8"}));
  EXPECT_EQ(views.kernels, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(views.runtimes, (std::vector<std::string>{"serial", "fork", "tbb"}));
}

TEST(Views, ComputeARowFromItsRepetitions) {
  auto one = cell("a/tbb/workers:2", {1, 3, 2});
  one.cpu_seconds = {2e-3, 6e-3, 4e-3};
  one.counters = {{"items_per_second", {10, 30, 20}}, {"pss", {7}}};
  const auto row = views_of({one}).rows.at(0);
  EXPECT_DOUBLE_EQ(row.seconds->value, 2e-3);
  EXPECT_DOUBLE_EQ(*row.cores_used, 2);
  EXPECT_EQ(row.items_per_second, 20);
  EXPECT_EQ(row.pss, 7);
  EXPECT_FALSE(row.bytes_per_second);
  EXPECT_EQ(row.repetitions, 3u);
}

TEST(Views, GiveAFailedCellItsReasonAndNoNumber) {
  auto sometimes = cell("a/tbb/workers:2", {1, 1, 1});
  sometimes.errors = {"wrong: item 3", "wrong: item 3", "crashed: SIGSEGV"};
  auto never = cell("a/fork/workers:2", {});
  never.errors = {"not supported: no map"};
  const auto views = views_of({sometimes, never, cell("a/serial/workers:1", {1, 1, 1})});
  EXPECT_EQ(names(views, views.failures), std::vector<std::string>{"a/tbb/workers:2"});
  EXPECT_EQ(names(views, views.unsupported), std::vector<std::string>{"a/fork/workers:2"});
  const auto& row = views.rows[views.failures[0]];
  EXPECT_EQ(row.face, Face::wrong);
  EXPECT_EQ(row.message, "crashed: SIGSEGV; wrong: item 3 (3 of 6 repetitions)");
  EXPECT_FALSE(row.seconds || row.speedup.estimate || row.cores_used);
  EXPECT_EQ(views.pictures.at(0).cases.at(0).rows.size(), 3u);  // a failure keeps its place in the picture
}

TEST(Views, LetLeadWhatCannotBeToldFromTheFastest) {
  const auto views = views_of(
      {cell("a/serial/workers:1", {9, 10, 11, 10, 10, 10}), cell("a/x/workers:2", {5, 5, 5, 5, 5, 5.1}),
       cell("a/y/workers:2", {5.1, 5.2, 4.9, 5.0, 5.3, 5.1}), cell("a/z/workers:2", {8, 8, 8, 8, 8, 8})});
  EXPECT_EQ(names(views, views.pictures.at(0).cases.at(0).leaders),
            (std::vector<std::string>{"a/x/workers:2", "a/y/workers:2"}));
}

TEST(Views, DrawACaseForEachWorkAndNoneForForeignNames) {
  const auto views =
      views_of({cell("a/tbb/workers:1/size:8/grain:1", {1}), cell("a/tbb/workers:2/size:8/grain:1", {1}),
                cell("a/tbb/workers:1/size:8/grain:2", {1}), cell("a/tbb/workers:1/size:8/grain:2/p:1", {1}),
                cell("BM_foreign/8", {1})});
  ASSERT_EQ(views.pictures.size(), 1u);
  EXPECT_EQ(views.pictures[0].cases.size(), 3u);
  EXPECT_EQ(views.pictures[0].cases[0].rows.size(), 2u);
  EXPECT_EQ(views.kernels.size(), 2u);
}

TEST(Views, DrawManyGrainsAsASweepPerWorkersWithALinePerRuntime) {
  std::vector<Cell> cells;
  for (const auto* grain : {"1", "8", "64", "512"})
    for (const auto* who : {"serial/workers:1", "tbb/workers:1", "tbb/workers:2", "fork/workers:2"})
      cells.push_back(cell(std::string("spin/") + who + "/size:4096/grain:" + grain, {1, 1, 1}));
  const auto views = views_of(cells);
  const auto& picture = views.pictures.at(0);
  EXPECT_TRUE(picture.cases.empty());
  ASSERT_EQ(picture.sweeps.size(), 2u);
  EXPECT_EQ(picture.sweeps[0].workers, 1);
  EXPECT_EQ(picture.sweeps[0].lines.size(), 1u);
  ASSERT_EQ(picture.sweeps[1].lines.size(), 2u);
  EXPECT_EQ(names(views, picture.sweeps[1].lines[1].rows),
            (std::vector<std::string>{
                "spin/tbb/workers:2/size:4096/grain:1", "spin/tbb/workers:2/size:4096/grain:8",
                "spin/tbb/workers:2/size:4096/grain:64", "spin/tbb/workers:2/size:4096/grain:512"}));
}

TEST(Views, CompareControlsWithTheirTwins) {
  const auto views =
      views_of({cell("control/a/tbb/workers:2", {5, 5, 5}), cell("a/tbb/workers:2", {10, 10, 10}),
                cell("control/b/tbb/workers:2", {5, 5, 5})});
  ASSERT_EQ(views.controls.size(), 2u);
  EXPECT_DOUBLE_EQ(views.controls[0].cost.estimate->value, 2);
  EXPECT_FALSE(views.controls[1].by_waist);
  EXPECT_EQ(views.controls[1].cost.reason, "the cell it is the twin of was not measured");
}

TEST(Views, CountEveryWarningOnce) {
  const auto views = views_of({cell("a/tbb/workers:1", {1, 2}), cell("b/tbb/workers:1", {1, 2})});
  ASSERT_EQ(views.notes.size(), 1u);
  EXPECT_EQ(views.notes[0].text, "fewer than 3 repetitions: no interval");
  EXPECT_EQ(views.notes[0].values, 2u);
}

}  // namespace
}  // namespace parallax::reports
