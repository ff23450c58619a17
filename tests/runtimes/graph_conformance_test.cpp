// SPDX-License-Identifier: MIT
//
// The contract of runtime.hpp for graphs, held against every runtime of the build that does them with up to 8 workers,
// and whether all others say that they do not. A runtime that is added is tested without a further line here.
#include <gtest/gtest.h>

#include <string>

#include "tests/runtimes/graphs.hpp"
#include "tests/runtimes/shape_conformance.hpp"

namespace parallax {
namespace {

using testing::CountingGraph;
using testing::GraphDeed;
using testing::Subject;

class GraphConformance : public ::testing::TestWithParam<Subject> {
 protected:
  std::unique_ptr<AnyRuntime> start() { return GetParam().start(); }
  void expect_done_once(AnyRuntime& runtime, const GraphJob& job) {
    graph_.run(runtime, job);
    EXPECT_TRUE(graph_.is_right());
    EXPECT_EQ(graph_.done_times(1), graph_.tasks());
    EXPECT_EQ(graph_.early(), 0u);
  }

  Arena arena_;
  CountingGraph graph_{arena_, 20'000};
};

TEST_P(GraphConformance, DoesEveryTaskOnceAfterItsInputs) {
  const auto runtime = start();
  for (const std::uint32_t width : {1u, 2u, 3u, 9u, 64u, 1000u}) {
    for (const std::uint32_t steps : {1u, 2u, 15u}) expect_done_once(*runtime, graph_.make(steps, width));
  }
  expect_done_once(*runtime, graph_.make(2000, 2));
}

TEST_P(GraphConformance, ServesManyGraphsAndMapsBetweenThem) {
  const auto runtime = start();
  const GraphJob job = graph_.make(4, 3);
  constexpr std::uint32_t times = 200;
  graph_.push_to(*runtime);
  for (std::uint32_t i = 0; i < times; ++i) {
    runtime->graph(job);
    if (i % 10 == 0) {
      runtime->map({.kernel = "between",
                    .items = 4,
                    .grain = 2,
                    .params = {},
                    .in = {},
                    .out = {},
                    .run = [](const MapJob&, Range, Worker&) {}});
    }
  }
  graph_.add_up_from(*runtime);
  EXPECT_TRUE(graph_.is_right());
  EXPECT_EQ(graph_.done_times(times), graph_.tasks());
}

TEST_P(GraphConformance, ReturnsOnlyWhenTheSlowestTaskIsDone) {
  const auto runtime = start();
  for (const std::uint64_t slow : {0u, 20u, 49u})
    expect_done_once(*runtime, graph_.make(10, 5, GraphDeed::sleep, slow));
}

TEST_P(GraphConformance, ThrowsWhatAKernelThrowsAndStaysUsable) {
  const auto runtime = start();
  for (const std::uint64_t at : {0u, 100u, 299u}) {
    try {
      graph_.run(*runtime, graph_.make(30, 10, GraphDeed::throws, at % 285));
      FAIL() << "task " << at << " threw, but graph() did not";
    } catch (const std::exception& error) {
      EXPECT_PRED2(testing::says, error.what(), "task refuses");
    }
    expect_done_once(*runtime, graph_.make(30, 10));
  }
}

TEST_P(GraphConformance, LeavesNothingBehind) {
  testing::expect_nothing_left([this] { graph_.run(*start(), graph_.make(30, 10)); });
}

// Of runtimes whose workers are processes, which can die alone.
class GraphWithADyingWorker : public GraphConformance {};

TEST_P(GraphWithADyingWorker, MakesTheCallFailAtOnce) {
  const auto runtime = start();
  testing::expect_death_told(
      "counting graph", [&] { runtime->graph(graph_.make(30, 10, GraphDeed::die)); },
      [&] { runtime->graph(graph_.make(1, 1)); });
}

TEST(RuntimesWithoutGraphs, SayWhy) {
  Arena arena;
  CountingGraph graph(arena, 10);
  testing::expect_refusals(&RuntimeEntry::graphs,
                           "no graphs: ", [&](AnyRuntime& runtime) { runtime.graph(graph.make(2, 2)); });
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(GraphConformance);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(GraphWithADyingWorker);
INSTANTIATE_TEST_SUITE_P(Runtimes, GraphConformance,
                         ::testing::ValuesIn(testing::shape_subjects(&RuntimeEntry::graphs, false)),
                         testing::name_of_subject);
INSTANTIATE_TEST_SUITE_P(Runtimes, GraphWithADyingWorker,
                         ::testing::ValuesIn(testing::shape_subjects(&RuntimeEntry::graphs, true)),
                         testing::name_of_subject);

}  // namespace
}  // namespace parallax
