// SPDX-License-Identifier: MIT
// Sweeps of grains and sizes: found, in order, against the right reference, with what can be read off along
// them.
#include "reports/views/sweeps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reports/views/given.hpp"

namespace parallax::reports {
namespace {

using given::names;
using given::steady;
using given::views_of;

std::string spin(const std::string& who, int size, int grain) {
  return fmt::format("spin/{}/size:{}/grain:{}/multiply_adds:64", who, size, grain);
}

// 4096 items of 1 us on two workers; a chunk costs `overhead` microseconds more.
Cell grain_cell(const std::string& runtime, int grain, double overhead) {
  const double tasks = 4096.0 / grain;
  return steady(spin(runtime + "/workers:2", 4096, grain), (4096 + tasks * overhead) / 2 * 1e-3);
}

TEST(GrainSweeps, ReadMetgAgainstTheStaticSchedule) {
  std::vector<Cell> cells;
  for (const int grain : {64, 1, 16, 4, 256}) {
    cells.push_back(grain_cell("tbb", grain, 3));
    cells.push_back(grain_cell("openmp-static", grain, 0));
    cells.push_back(steady(spin("serial/workers:1", 4096, grain), 4.096));
    cells.push_back(steady(spin("tbb/workers:1", 4096, grain), 4.096));
  }
  const auto views = views_of(cells);
  ASSERT_EQ(views.grain_sweeps.size(), 1u);  // not at one worker
  const auto& sweep = views.grain_sweeps[0];
  EXPECT_EQ(sweep.kernel, "spin");
  EXPECT_EQ(sweep.workers, 2);
  EXPECT_EQ(sweep.reference, "openmp-static");
  ASSERT_EQ(sweep.lines.size(), 2u);
  const auto& tbb = sweep.lines[1];
  EXPECT_EQ(tbb.runtime, "tbb");
  EXPECT_EQ(views.rows[tbb.rows.front()].id.grain, 1);
  ASSERT_EQ(tbb.curve.points.size(), 5u);
  EXPECT_NEAR(tbb.curve.points[0].efficiency.point(), 1 / (1 + 3.0), 0.01);  // 1 us of work, 3 us of overhead
  ASSERT_EQ(tbb.curve.metg.size(), 2u);  // 50 % is what one of two workers has
  EXPECT_EQ(tbb.curve.metg[0].threshold, 0.75);
  EXPECT_EQ(tbb.curve.metg[0].crossing, Crossing::found);
  EXPECT_NEAR(tbb.curve.metg[0].granularity->point(), 12e-6, 2e-6);  // 3 us / (1 - 0.75)
  EXPECT_EQ(sweep.lines[0].curve.metg[0].crossing, Crossing::below_sweep);
}

// The fastest of rows that cannot be told apart is the luckiest: its median alone would be 0.95.
TEST(GrainSweeps, TakeTheFastestRowsOfTheReferenceTogether) {
  const std::vector<std::pair<int, double>> medians{{1, 2}, {4, 1}, {16, 0.95}, {64, 1}, {256, 1.02}};
  std::vector<Cell> cells;
  for (const auto& [grain, median] : medians) {
    auto& cell = cells.emplace_back(steady(spin("openmp-static/workers:2", 4096, grain), median));
    cell.seconds.clear();
    for (const double around : {0.9, 0.95, 0.99, 1.01, 1.05, 1.1})
      cell.seconds.push_back(1e-3 * median * around);
  }
  const auto views = views_of(cells);
  ASSERT_EQ(views.grain_sweeps.size(), 1u);
  const auto& points = views.grain_sweeps[0].lines.at(0).curve.points;
  EXPECT_NEAR(points[1].efficiency.point(), 1, 0.01);
  EXPECT_NEAR(points[0].efficiency.point(), 0.5, 0.005);  // surely slower: no part of the reference
}

// 100 tasks of `amount` ns on two workers, each of which costs `overhead` ns more; `speed`: of the processor.
Cell graph_cell(const std::string& runtime, const std::string& pattern, int amount, double overhead,
                double speed = 1) {
  auto cell = steady(fmt::format("graph/{}/workers:2/size:4/grain:1/pattern:{}/work:compute/amount:{}",
                                 runtime, pattern, amount),
                     100 * (amount + overhead) / speed / 2 * 1e-6);
  cell.counters["tasks"] = {100};
  cell.counters["dependences"] = {pattern == "trivial" ? 0.0 : 90.0};
  return cell;
}

TEST(AmountSweeps, ReadMetgOfGraphsAgainstOneReferenceForAll) {
  std::vector<Cell> cells;
  for (const int amount : {64000, 100, 400, 1600, 6400}) {
    cells.push_back(graph_cell("steal", "trivial", amount, 50));
    cells.push_back(graph_cell("steal", "stencil_1d", amount, 200));
    cells.push_back(graph_cell("slow", "stencil_1d", amount, 200, 0.5));  // half as efficient everywhere
  }
  const auto views = views_of(cells);
  ASSERT_EQ(views.grain_sweeps.size(), 2u);
  const auto& stencil = views.grain_sweeps[0];
  EXPECT_EQ(stencil.title(), "graph stencil_1d");
  EXPECT_EQ(stencil.reference, "steal");
  ASSERT_EQ(stencil.lines.size(), 2u);
  const auto& slow = stencil.lines[0];
  const auto& steal = stencil.lines[1];
  ASSERT_EQ(steal.curve.metg.size(), 3u);  // 50 % too, although one of two workers reaches it
  EXPECT_NEAR(steal.curve.metg[0].granularity->point(), 400e-9, 30e-9);   // 200 ns / (1 - 0.5)
  EXPECT_NEAR(steal.curve.metg[1].granularity->point(), 800e-9, 120e-9);  // between amounts far apart
  EXPECT_THAT(steal.curve.warnings.at(0), ::testing::HasSubstr("METG(50 %): one worker of 2 alone"));
  EXPECT_EQ(slow.curve.metg[1].crossing, Crossing::never_reached);
  EXPECT_NEAR(*steal.floor, (400 + 200) / 2 * 1e-9, 5e-9);
  EXPECT_NEAR(steal.against_trivial->point(), 300.0 / 150, 0.02);
  EXPECT_FALSE(views.grain_sweeps[1].lines[0].against_trivial);
}

TEST(GrainSweeps, NeedFourGrains) {
  std::vector<Cell> cells;
  for (const int grain : {1, 16, 4}) cells.push_back(grain_cell("tbb", grain, 3));
  EXPECT_TRUE(views_of(cells).grain_sweeps.empty());
}

// A job of `size` us in eight chunks; two workers halve it, and the region costs `overhead` microseconds.
std::vector<Cell> size_cells() {
  std::vector<Cell> cells;
  for (const int size : {4096, 8, 64, 512}) {
    cells.push_back(steady(spin("serial/workers:1", size, size / 8), size * 1e-3));
    cells.push_back(steady(spin("cheap/workers:2", size, size / 8), (size / 2.0 + 1) * 1e-3));
    cells.push_back(steady(spin("dear/workers:2", size, size / 8), (size / 2.0 + 50) * 1e-3));
  }
  return cells;
}

TEST(SizeSweeps, FindTheJobFromWhichAStrategyPays) {
  const auto views = views_of(size_cells());
  ASSERT_EQ(views.size_sweeps.size(), 1u);
  const auto& sweep = views.size_sweeps[0];
  EXPECT_EQ(sweep.chunks, 8);
  EXPECT_EQ(sweep.jobs.size(), 4u);
  ASSERT_EQ(sweep.lines.size(), 2u);
  EXPECT_EQ(sweep.lines[0].against_serial.outcome, BreakEven::always);
  EXPECT_EQ(sweep.lines[1].against_serial.outcome, BreakEven::from_size);
  EXPECT_GT(sweep.lines[1].against_serial.size->point(), 64e-6);  // 100 us by the formula
  EXPECT_LT(sweep.lines[1].against_serial.size->point(), 200e-6);
  EXPECT_EQ(names(views, sweep.lines[1].rows).front(), spin("dear/workers:2", 8, 1));
  ASSERT_EQ(sweep.pairs.size(), 2u);
  EXPECT_EQ(sweep.pairs[0].faster, "cheap");
  EXPECT_EQ(sweep.pairs[0].size.outcome, BreakEven::always);
  EXPECT_EQ(sweep.pairs[1].size.outcome, BreakEven::never);
}

// A file that is right: one runtime did the smaller half of the sizes, the other the larger.
TEST(SizeSweeps, OfRuntimesWithoutACommonSizeAreNotResolved) {
  std::vector<Cell> cells;
  for (const int size : {8, 16, 32, 64, 128, 256, 512, 1024}) {
    const auto job = fmt::format("/size:{}/grain:{}", size, size / 8);
    cells.push_back(steady("job/serial/workers:1" + job, size));
    cells.push_back(steady((size < 100 ? "job/a/workers:2" : "job/b/workers:2") + job, size * 0.5));
  }
  const auto views = views_of(cells);
  ASSERT_EQ(views.size_sweeps.size(), 1u);
  ASSERT_EQ(views.size_sweeps[0].pairs.size(), 2u);
  for (const auto& pair : views.size_sweeps[0].pairs) EXPECT_EQ(pair.size.outcome, BreakEven::not_resolved);
  EXPECT_EQ(break_even_of("a", "job", views)->size->outcome, BreakEven::always);
}

}  // namespace
}  // namespace parallax::reports
