// SPDX-License-Identifier: MIT
// Names of cells, ours and foreign, and their statuses.
#include "reports/results/cell.hpp"

#include <gtest/gtest.h>

namespace parallax::reports {
namespace {

TEST(CellName, TakesOurNamesApart) {
  const auto id = parse_cell_name("cube/fork/workers:2/size:4096/grain:64");
  EXPECT_EQ(id.kernel, "cube");
  EXPECT_EQ(id.runtime, "fork");
  EXPECT_EQ(id.workers, 2);
  EXPECT_EQ(id.size, 4096);
  EXPECT_EQ(id.grain, 64);
  EXPECT_TRUE(id.parameters.empty());
  EXPECT_FALSE(id.control);
}

TEST(CellName, KeepsFurtherParametersInOneOrder) {
  const auto one = parse_cell_name("spin/tbb/workers:1/size:8/grain:1/multiply_adds:64/depth:3");
  const auto other = parse_cell_name("spin/tbb/workers:1/depth:3/size:8/grain:1/multiply_adds:64");
  EXPECT_EQ(one, other);
  EXPECT_EQ(parameters_text(one), "depth:3 multiply_adds:64");
}

TEST(CellName, ForgetsHowItWasMeasured) {
  EXPECT_EQ(parse_cell_name("cube/fork/workers:2/size:8/iterations:3/repeats:2/min_time:0.5/manual_time"),
            parse_cell_name("cube/fork/workers:2/size:8"));
}

TEST(CellName, KnowsHandWrittenControls) {
  const auto id = parse_cell_name("control/cube/openmp/workers:2/size:1048576/grain:4096");
  EXPECT_TRUE(id.control);
  EXPECT_EQ(id.kernel, "cube");
  EXPECT_EQ(id.work(), parse_cell_name("cube/serial/workers:1/size:1048576/grain:4096").work());
}

class ForeignName : public testing::TestWithParam<const char*> {};

TEST_P(ForeignName, StaysWhole) {
  const auto id = parse_cell_name(GetParam());
  EXPECT_EQ(id.kernel, GetParam());
  EXPECT_EQ(id.runtime, "");
  EXPECT_FALSE(id.workers || id.size || id.grain || id.control);
  EXPECT_TRUE(id.parameters.empty());
}

INSTANTIATE_TEST_SUITE_P(CellName, ForeignName,
                         testing::Values("", "/", "BM_foo", "BM_foo/8/manual_time", "cube/fork",
                                         "cube/fork/size:8", "cube/fork/workers:", "cube/fork/workers:two",
                                         "cube/fork/workers:-1", "cube/fork/workers:99999999999999999999",
                                         "cube/fork/workers:1/workers:2", "cube//workers:1",
                                         "control/cube/workers:1", "control", "cube/fork/workers:1/",
                                         "cube/fork/workers:1/:x", "a:1/b/workers:1"));

TEST(Work, DiffersInAnythingButRuntimeAndWorkers) {
  const auto work = [](const char* name) { return parse_cell_name(name).work(); };
  const auto same = work("k/serial/workers:1/size:8/grain:2/p:1");
  EXPECT_EQ(same, work("k/tbb/workers:4/size:8/grain:2/p:1"));
  for (const auto* other : {"l/tbb/workers:1/size:8/grain:2/p:1", "k/tbb/workers:1/size:9/grain:2/p:1",
                            "k/tbb/workers:1/size:8/grain:3/p:1", "k/tbb/workers:1/size:8/grain:2/p:2",
                            "k/tbb/workers:1/size:8/grain:2", "k/tbb/workers:1/size:8/p:1"})
    EXPECT_NE(same, work(other)) << other;
}

TEST(Status, IsReadOffTheMessage) {
  EXPECT_EQ(status_of_error("wrong: item 3"), Status::wrong);
  EXPECT_EQ(status_of_error("crashed: SIGSEGV"), Status::crashed);
  EXPECT_EQ(status_of_error("timed out: 30 s"), Status::timed_out);
  EXPECT_EQ(status_of_error("not supported: no map"), Status::not_supported);
  EXPECT_EQ(status_of_error("interrupted: SIGINT"), Status::interrupted);
  for (const auto* other : {"", "wrong", "wrongly: x", "No map", "ok: x", " wrong: x"})
    EXPECT_EQ(status_of_error(other), Status::failed) << other;
}

TEST(Status, OneFailedRepetitionIsEnoughAndTheWorstCounts) {
  Cell cell;
  cell.seconds = {1, 1, 1, 1};
  EXPECT_EQ(status_of(cell), Status::value);
  cell.errors = {"not supported: x"};
  EXPECT_EQ(status_of(cell), Status::not_supported);
  cell.errors = {"not supported: x", "timed out: x", "wrong: x", "crashed: x"};
  EXPECT_EQ(status_of(cell), Status::wrong);
  EXPECT_EQ(cell.repetitions(), 8u);
}

TEST(Status, OnlyRealFailuresAreRed) {
  EXPECT_FALSE(is_failure(Status::value));
  EXPECT_FALSE(is_failure(Status::not_supported));
  EXPECT_FALSE(is_failure(Status::interrupted));
  for (const auto status : {Status::wrong, Status::crashed, Status::timed_out, Status::failed})
    EXPECT_TRUE(is_failure(status)) << status_name(status);
}

}  // namespace
}  // namespace parallax::reports
