// SPDX-License-Identifier: MIT
// What a report shows: every cell once, in order, with its reason where it has no value.
#include "reports/views/views.hpp"

#include <gtest/gtest.h>

#include "tests/reports/views/given.hpp"

namespace parallax::reports {
namespace {

using given::names;
using given::steady;
using given::views_of;
using sample::cell;

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
  one.label = "io_uring";
  one.planned = 6;
  const auto row = views_of({one}).rows.at(0);
  EXPECT_DOUBLE_EQ(row.seconds->point(), 2e-3);
  EXPECT_DOUBLE_EQ(*row.cores_used, 2);
  EXPECT_EQ(row.counter("items_per_second")->point(), 20);
  EXPECT_EQ(row.counter("pss")->point(), 7);
  EXPECT_FALSE(row.counter("bytes_per_second"));
  EXPECT_EQ(row.label, "io_uring");
  EXPECT_EQ(row.repetitions, 3u);
  EXPECT_EQ(row.seconds->warnings().back(), "fewer repetitions than the run had planned: it was interrupted");
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
  EXPECT_EQ(row.status, Status::wrong);
  EXPECT_EQ(row.message, "crashed: SIGSEGV; wrong: item 3 (3 of 6 repetitions)");
  EXPECT_FALSE(row.seconds || row.speedup.estimate || row.cores_used);
  EXPECT_EQ(views.works.at(0).rows.size(), 3u);  // a failure keeps its place among those that did the work
  EXPECT_EQ(views.works.at(0).best_rows.size(), 1u);
}

TEST(Views, CompareControlsWithTheirTwins) {
  const auto views =
      views_of({cell("control/a/tbb/workers:2", {5, 5, 5}), cell("a/tbb/workers:2", {10, 10, 10}),
                cell("control/b/tbb/workers:2", {5, 5, 5})});
  ASSERT_EQ(views.controls.size(), 2u);
  EXPECT_DOUBLE_EQ(views.controls[0].cost.estimate->point(), 2);
  EXPECT_FALSE(views.controls[1].by_interface);
  EXPECT_EQ(views.controls[1].cost.reason, "the cell it is the twin of was not measured");
}

TEST(Views, CountEveryWarningOnce) {
  const auto views = views_of({cell("a/tbb/workers:1", {1, 2}), cell("b/tbb/workers:1", {1, 2})});
  ASSERT_EQ(views.notes.size(), 1u);
  EXPECT_EQ(views.notes[0].text, "fewer than 3 repetitions: no interval");
  EXPECT_EQ(views.notes[0].values, 2u);
}

TEST(Views, WarnOfMoreWorkersThanProcessorsWhereWorkComputes) {
  const auto views =
      views_of({steady("a/serial/workers:1/size:8/grain:1", 80), steady("a/tbb/workers:2/size:8/grain:1", 40),
                steady("a/tbb/workers:4/size:8/grain:1", 40)});
  EXPECT_TRUE(views.rows[1].speedup.estimate->warnings().empty());
  EXPECT_EQ(views.rows[2].speedup.estimate->warnings(),
            std::vector<std::string>{"more workers than processors"});
}

// `serial` drew the slow mode of the machine's clock: 17.5 times as fast with 16 workers.
TEST(Views, WarnOfMoreGainThanWorkersCanGive) {
  const auto views =
      views_of({steady("a/serial/workers:1/size:8/grain:1", 175),
                steady("a/tbb/workers:1/size:8/grain:1", 152), steady("a/tbb/workers:16/size:8/grain:1", 10)},
               "16");
  const auto& warnings = views.rows.back().speedup.estimate->warnings();
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(warnings[0],
            "speed-up above 16× with 16 workers: serial was too slow; 15.2× over itself with 1 worker");
}

// One worker is no faster than `serial`, so that was not slow.
TEST(Views, DoNotBlameSerialWhereSeveralWorkersMayHaveMoreCache) {
  const auto views =
      views_of({steady("a/serial/workers:1/size:8/grain:1", 175),
                steady("a/tbb/workers:1/size:8/grain:1", 175), steady("a/tbb/workers:16/size:8/grain:1", 10)},
               "16");
  EXPECT_EQ(
      views.rows.back().speedup.estimate->warnings(),
      std::vector<std::string>{"speed-up above 16× with 16 workers: serial was too slow, or several workers "
                               "have more cache; 17.5× over itself with 1 worker"});
}

TEST(Views, TellOfTwoModesOverAllCellsTogether) {
  const auto views = views_of(
      {cell("a/tbb/workers:1/size:8/grain:1", {1, 2, 1.01, 2.01, 1.02, 2.02, 1.005, 2.005, 1.015, 2.015}),
       cell("a/fork/workers:1/size:8/grain:1", {1, 1.2, 1.01, 1.15, 1.02, 1.1, 1.05, 1.07, 1.3, 1.12})});
  ASSERT_EQ(views.rows.size(), 2u);
  for (const auto& row : views.rows)
    EXPECT_EQ(row.seconds->warnings().empty(), row.id.runtime == "fork") << row.name;
}

TEST(Views, SayHowNoisyTheMachineIs) {
  const auto noisy = views_of({cell("a/serial/workers:1/size:8/grain:1", {10, 14, 9, 20, 11, 16})});
  EXPECT_GT(noisy.noise.typical, 0.05);
  EXPECT_EQ(noisy.noise.cells, 1u);
  EXPECT_FALSE(noisy.noise.warnings.empty());
  EXPECT_TRUE(views_of({steady("a/serial/workers:1/size:8/grain:1", 80)}).noise.warnings.empty());
}

TEST(Views, ReadTheProcessorsOfAnyGoogleBenchmarkFile) {
  Results results;
  results.sources.push_back({"theirs.json", {{"num_cpus", "8"}}});
  results.cells = {cell("BM_theirs/8", {1})};
  const auto views = make_views(results);
  EXPECT_EQ(views.processors, 8);
  EXPECT_TRUE(views.works.empty() && views.answers.empty() && views.grain_sweeps.empty());
}

}  // namespace
}  // namespace parallax::reports
