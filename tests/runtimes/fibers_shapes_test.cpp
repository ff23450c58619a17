// SPDX-License-Identifier: MIT
//
// Trees and graphs on `fibers`, beyond what the conformance tests see with one thread: on several threads each task is
// done once, and whatever waits steps aside for others.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>

#include "runtimes/registry.hpp"
#include "runtimes/worker.hpp"
#include "tests/runtimes/graphs.hpp"
#include "tests/runtimes/trees.hpp"

namespace parallax {
namespace {

class FiberShapes : public ::testing::TestWithParam<int> {
 protected:
  std::unique_ptr<AnyRuntime> start(int workers) {
    const RuntimeEntry* const entry = find_runtime("fibers");
    Settings settings{.workers = workers};
    settings.choose("fiber_threads", GetParam());
    return entry->start(settings);
  }

  Arena arena_;
};

TEST_P(FiberShapes, DoEachTaskOnce) {
  testing::CountingTree tree(arena_, 3000);
  testing::CountingGraph graph(arena_, 3000);
  for (const int workers : {1, 3, 64}) {
    const auto runtime = start(workers);
    for (const std::uint64_t arity : {2u, 50u}) {
      runtime->tree(tree.make(3000, arity));
      EXPECT_TRUE(tree.is_right());
      EXPECT_EQ(tree.done_times(1), 3000u);
    }
    for (const std::uint32_t width : {1u, 3u, 100u}) {
      runtime->graph(graph.make(3000 / width, width));
      EXPECT_TRUE(graph.is_right());
      EXPECT_EQ(graph.done_times(1), graph.tasks());
    }
  }
}

// Each of two waits until the other has begun.
void meet(std::span<const std::byte> params, Worker& worker) {
  auto& begun = **reinterpret_cast<std::atomic<int>* const*>(params.data());
  for (++begun; begun < 2;) worker.sleep_for(std::chrono::microseconds(100));
}

TEST_P(FiberShapes, StepAsideInTheMiddleOfATask) {
  std::atomic<int> begun = 0;
  const auto params = arena_.allocate_array<std::atomic<int>*>(1);
  params[0] = &begun;
  const auto steps = arena_.allocate_array<GraphStep>(1);
  steps[0] = {0, 2, 0};
  const auto out = arena_.allocate(32);
  const auto runtime = start(4);
  runtime->graph({.kernel = "two that meet",
                  .steps = steps,
                  .width = 2,
                  .output_bytes = 16,
                  .params = std::as_bytes(params),
                  .out = out,
                  .inputs = [](const GraphJob&, GraphTask, TaskRange*) { return std::size_t{0}; },
                  .readers = [](const GraphJob&, GraphTask, TaskRange*) { return std::size_t{0}; },
                  .run = [](const GraphJob& job, GraphTask, Worker& worker) { meet(job.params, worker); }});
  EXPECT_EQ(begun, 2);

  begun = 0;
  const auto root = arena_.allocate_array<std::uint64_t>(1);
  root[0] = 2;  // children
  runtime->tree(
      {.kernel = "two that meet",
       .params = std::as_bytes(params),
       .root = std::as_bytes(root),
       .out = out.first(8),
       .visit =
           [](const TreeJob& job, const std::byte* node, std::byte*, Worker& worker) {
             const auto children = *reinterpret_cast<const std::uint64_t*>(node);
             if (children == 0) meet(job.params, worker);
             return static_cast<std::size_t>(children);
           },
       .expand =
           [](const TreeJob&, const std::byte*, std::byte* children, std::size_t stride, std::size_t count) {
             for (std::size_t i = 0; i < count; ++i)
               *reinterpret_cast<std::uint64_t*>(children + i * stride) = 0;
           },
       .join = [](const TreeJob&, const std::byte*, const std::byte*, std::size_t, std::size_t, std::byte*,
                  Worker&) {},
       .run = {}});
  EXPECT_EQ(begun, 2);
}

INSTANTIATE_TEST_SUITE_P(Threads, FiberShapes, ::testing::Values(1, 3));

}  // namespace
}  // namespace parallax
