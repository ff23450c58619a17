// SPDX-License-Identifier: MIT
// Which cells did the same work, of what kind it is, and who did it fastest.
#include "reports/views/work.hpp"

#include <gtest/gtest.h>

#include "tests/reports/views/given.hpp"

namespace parallax::reports {
namespace {

using given::busy;
using given::steady;
using given::views_of;
using sample::cell;

TEST(Works, AreKernelSizeGrainAndParameters) {
  const auto views =
      views_of({cell("a/tbb/workers:1/size:8/grain:1", {1}), cell("a/tbb/workers:2/size:8/grain:1", {1}),
                cell("a/tbb/workers:1/size:8/grain:2", {1}), cell("a/tbb/workers:1/size:8/grain:2/p:1", {1}),
                cell("control/a/tbb/workers:1/size:8/grain:2", {1}), cell("BM_foreign/8", {1})});
  ASSERT_EQ(views.works.size(), 3u);
  EXPECT_EQ(views.works[0].rows.size(), 2u);
  EXPECT_EQ(described(views.works[2]), "size 8, grain 2, p:1");
  for (const auto& row : views.rows)
    EXPECT_EQ(row.work.has_value(), !row.id.control && !row.id.runtime.empty()) << row.name;
}

WorkKind kind_of(std::vector<Cell> cells) { return views_of(std::move(cells)).works.at(0).kind; }

TEST(Works, AreOfTheKindThatTheyWereMeasuredToBe) {
  EXPECT_EQ(kind_of({busy("a/serial/workers:1/size:8/grain:1", 8, 0.05)}), WorkKind::waiting);
  EXPECT_EQ(kind_of({busy("a/serial/workers:1/size:8/grain:1", 8, 0.5)}), WorkKind::mixed);
  EXPECT_EQ(kind_of({steady("a/serial/workers:1/size:8/grain:1", 8)}), WorkKind::coarse);   // 1 ms a chunk
  EXPECT_EQ(kind_of({steady("a/serial/workers:1/size:8000/grain:1", 8)}), WorkKind::tiny);  // 1 us a chunk
  EXPECT_EQ(kind_of({steady("a/serial/workers:1/size:8000/grain:1000", 8)}), WorkKind::coarse);  // 1 ms again
  EXPECT_EQ(kind_of({steady("empty/serial/workers:1/size:8/grain:1", 8)}), WorkKind::overhead);
  EXPECT_EQ(kind_of({steady("a/serial/workers:1/size:8/grain:1/cutoff:0", 8)}), WorkKind::recursive);
  EXPECT_EQ(kind_of({busy("a/serial/workers:1/size:8/grain:1/cutoff:0", 8, 0.05)}), WorkKind::waiting);
  auto graph = steady("a/serial/workers:1/size:8/grain:1/work:compute", 8);
  graph.counters["dependences"] = {0};
  EXPECT_EQ(kind_of({graph}), WorkKind::dependent);
  auto waits = busy("a/serial/workers:1/size:8/grain:1/work:wait", 8, 0.05);
  waits.counters["dependences"] = {0};
  EXPECT_EQ(kind_of({waits}), WorkKind::waiting);
  // Without serial the share is that of one of two workers.
  EXPECT_EQ(kind_of({busy("a/tbb/workers:2/size:8/grain:1", 8, 1)}), WorkKind::mixed);
  EXPECT_EQ(kind_of({busy("a/tbb/workers:2/size:8/grain:1", 8, 2)}), WorkKind::coarse);
}

// Of runs that are too short for it.
TEST(Works, WithoutCpuTimeAreWhatTheirKernelDoes) {
  auto brief = steady("a/serial/workers:1/size:8/grain:1", 1e-3);
  brief.cpu_seconds.clear();
  const auto longer = busy("a/fork/workers:2/size:8/grain:1", 1, 0.05);
  const auto kind = [&](const char* kernels) {
    Results results;
    results.sources.push_back({"test.json", {{"usable_cpus", "2"}, {kernels, "a"}}});
    results.cells = {brief, longer};
    return make_views(std::move(results)).works.at(0).kind;
  };
  EXPECT_EQ(kind("kernels_cpu"), WorkKind::tiny);
  EXPECT_EQ(kind("kernels_io"), WorkKind::waiting);
  EXPECT_EQ(kind("kernels_mixed"), WorkKind::mixed);
  EXPECT_EQ(kind("nothing"), WorkKind::unknown) << "two workers that start slowly do not make it wait";
}

TEST(Works, AreBoundByMemoryIfTheyStateTheBytesThatTheyMove) {
  auto moving = steady("a/serial/workers:1/size:8/grain:1", 8);
  moving.counters["bytes_per_second"] = {1e9};
  EXPECT_EQ(kind_of({moving}), WorkKind::memory);
}

TEST(Works, ThatNobodyDidAreOfNoKnownKind) {
  auto failed = cell("a/tbb/workers:2", {});
  failed.errors = {"crashed: SIGSEGV"};
  EXPECT_EQ(kind_of({failed}), WorkKind::unknown);
}

TEST(Works, HaveAChampionPerRuntimeAtItsFastestNumberOfWorkers) {
  const auto views =
      views_of({steady("a/serial/workers:1", 80), steady("a/x/workers:1", 81), steady("a/x/workers:2", 40),
                steady("a/y/workers:2", 40.05), steady("a/z/workers:2", 60)});
  const auto& work = views.works.at(0);
  ASSERT_EQ(work.best_rows.size(), 4u);
  const auto* x = best_row_of(work, views.rows, "x");
  ASSERT_TRUE(x);
  EXPECT_EQ(views.rows[x->row].name, "a/x/workers:2");
  EXPECT_TRUE(x->standing.is_best);
  EXPECT_FALSE(best_row_of(work, views.rows, "y")->standing.resolved);  // 0.1 % is nothing to tell apart
  EXPECT_TRUE(best_row_of(work, views.rows, "z")->standing.resolved);
  EXPECT_NEAR(best_row_of(work, views.rows, "z")->standing.slowdown.point(), 1.5, 1e-9);
  EXPECT_EQ(best_row_of(work, views.rows, "nobody"), nullptr);
  EXPECT_EQ(fastest_row(work, views.rows, "x", 1), 1u);
}

TEST(Works, LeaveOutOfTheContestWhoTookNoMeasurableTime) {
  auto instant = cell("a/x/workers:2", {1, 1, 1});
  instant.seconds[1] = 0;
  const auto views = views_of({steady("a/serial/workers:1", 80), instant});
  EXPECT_EQ(best_row_of(views.works[0], views.rows, "x"), nullptr);
}

}  // namespace
}  // namespace parallax::reports
