// SPDX-License-Identifier: MIT
#include "benches/harness/host/accounts/accounted_work.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "benches/kernels/kernels.hpp"
#include "runtimes/registry.hpp"

namespace parallax {
namespace {

// Runs chunks alternately as two workers, one after the other.
class TakesTurns final : public AnyRuntime {
 public:
  void map(const MapJob& job) override {
    for (std::size_t c = 0; c < chunk_count(job); ++c) job.run(job, chunk(job, c), workers_[c % 2]);
  }
  void tree(const TreeJob&) override {}
  void graph(const GraphJob&) override {}
  Usage usage() override { return {}; }
  void stop() override {}

 private:
  std::array<Worker, 2> workers_{Worker(0), Worker(1)};
};

class Accounting : public ::testing::Test {
 protected:
  std::unique_ptr<Work> work_of(std::string_view kernel, const Case& parameters) {
    return find_kernel(kernel)->prepare(parameters, {}, arena_);
  }

  Arena arena_;
};

TEST_F(Accounting, SeesEveryChunkAndItemAndLeavesTheResult) {
  const auto work = work_of("cube", {.size = 1000, .grain = 64});
  AccountedWork accounted(*work, arena_, 2);
  TakesTurns runtime;
  for (const double seconds : {1., 1e-6}) {  // looking at each chunk, and at few
    const auto found = accounted.run(runtime, 3, seconds);
    if (!found) GTEST_SKIP() << "the kernel does not tell what threads do";
    EXPECT_EQ(found->chunks, 3 * 16u);
    EXPECT_EQ(found->items, 3 * 1000u);
    EXPECT_GT(found->all, 0);
    EXPECT_NEAR(found->balance * found->hand_out * found->processors, found->computing / found->all, 1e-9);
    EXPECT_EQ(work->mistake(), std::nullopt);
  }
}

TEST_F(Accounting, LeavesTheTimedJobAsItIs) {
  const auto work = work_of("cube", {.size = 1000, .grain = 64});
  const auto before = work->jobs()[0];
  AccountedWork accounted(*work, arena_, 2);
  TakesTurns runtime;
  accounted.run(runtime, 1, 1e-3);
  EXPECT_TRUE(work->jobs()[0].run == before.run);
  EXPECT_EQ(work->jobs()[0].params.data(), before.params.data());
}

TEST_F(Accounting, SeesEveryNodeOfATree) {
  const auto work = work_of("fib", {.size = 12});
  AccountedWork accounted(*work, arena_, 1);
  const auto serial = find_runtime("serial")->start({});
  const auto found = accounted.run(*serial, 1, 1e-3);
  if (!found) GTEST_SKIP() << "the kernel does not tell what threads do";
  EXPECT_GE(found->items, 1u);
  EXPECT_EQ(work->mistake(), std::nullopt);
}

// A child of ours is another thread, whatever it has in memory.
TEST_F(Accounting, TellsProcessesApart) {
  const auto work = work_of("spin", {.size = 64, .grain = 1, .values = {20'000}});
  AccountedWork accounted(*work, arena_, 2);
  const auto runtime = find_runtime("process-per-task")->start({.workers = 2});
  const auto found = accounted.run(*runtime, 1, 10e-3);
  if (!found) GTEST_SKIP() << "the kernel does not tell what threads do";
  EXPECT_EQ(found->chunks, 64u);
  EXPECT_GT(found->computing, 0);
  EXPECT_LE(found->computing + found->runnable, found->all * 1.001);
  EXPECT_EQ(work->mistake(), std::nullopt);
}

TEST_F(Accounting, SeesEveryTaskOfAGraph) {
  const auto work = work_of("graph", find_kernel("graph")->cases.front());
  AccountedWork accounted(*work, arena_, 1);
  const auto serial = find_runtime("serial")->start({});
  const auto found = accounted.run(*serial, 2, 1e-3);
  if (!found) GTEST_SKIP() << "the kernel does not tell what threads do";
  EXPECT_EQ(found->items, 2 * task_count(*work->graph()));
  EXPECT_EQ(work->mistake(), std::nullopt);
}

// Every chunk of every region, in the order of each worker.
TEST_F(Accounting, TracesEveryCall) {
  const auto work = work_of("cube", {.size = 1000, .grain = 64});
  AccountedWork accounted(*work, arena_, 2, true);
  TakesTurns runtime;
  std::size_t regions = 0, calls = 0, items = 0, stolen = 0;
  for (const TraceSlice& slice : accounted.trace(runtime, 3, true)) {
    EXPECT_LE(slice.begin, slice.end);
    if (slice.kind == TraceSlice::Kind::region) {
      ++regions;
      continue;
    }
    ASSERT_EQ(slice.kind, TraceSlice::Kind::calls);
    EXPECT_EQ(slice.first_item % 128, static_cast<std::size_t>(slice.worker) * 64);
    calls += slice.calls;
    items += slice.items;
    stolen += slice.stolen ? 1 : 0;
  }
  EXPECT_EQ(regions, 3u);
  EXPECT_EQ(calls, 3 * 16u);
  EXPECT_EQ(items, 3 * 1000u);
  EXPECT_EQ(stolen, 3 * 14u);  // each but the first of a worker in a region comes after a gap
  EXPECT_EQ(work->mistake(), std::nullopt);
  const auto found = accounted.run(runtime, 1, 1e-3);
  if (!found) GTEST_SKIP() << "the kernel does not tell what threads do";
  EXPECT_EQ(found->chunks, 16u);  // accounts go on as before
}

}  // namespace
}  // namespace parallax
