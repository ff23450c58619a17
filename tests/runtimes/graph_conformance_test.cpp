// SPDX-License-Identifier: MIT
//
// The contract of runtime.hpp for graphs, held against every runtime of the build that does them with up to 8 workers,
// and whether all others say that they do not. A runtime that is added is tested without a further line here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>

#include "runtimes/registry.hpp"
#include "tests/runtimes/graphs.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/support/launched.hpp"

namespace parallax {
namespace {

using testing::CountingGraph;
using testing::GraphDeed;
using testing::leftovers;
using testing::settled_leftovers;

struct GraphSubject {
  const RuntimeEntry* entry;
  int workers;
};

void PrintTo(const GraphSubject& subject, std::ostream* to) {
  *to << subject.entry->facts.name << " with " << subject.workers << " workers";
}

class GraphConformance : public ::testing::TestWithParam<GraphSubject> {
 protected:
  std::unique_ptr<AnyRuntime> start() { return GetParam().entry->start({.workers = GetParam().workers}); }
  void expect_done_once(AnyRuntime& runtime, const GraphJob& job) {
    runtime.graph(job);
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
      runtime->graph(graph_.make(30, 10, GraphDeed::throws, at % 285));
      FAIL() << "task " << at << " threw, but graph() did not";
    } catch (const std::exception& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr("task refuses"));
    }
    expect_done_once(*runtime, graph_.make(30, 10));
  }
}

TEST_P(GraphConformance, LeavesNothingBehind) {
  start()->graph(graph_.make(30, 10));
  const auto before = leftovers();
  for (int i = 0; i < 3; ++i) start()->graph(graph_.make(30, 10));
  EXPECT_PRED2(testing::not_more, settled_leftovers(before), before);
}

// Of runtimes whose workers are processes, which can die alone.
class GraphWithADyingWorker : public GraphConformance {};

TEST_P(GraphWithADyingWorker, MakesTheCallFailAtOnce) {
  const auto runtime = start();
  try {
    runtime->graph(graph_.make(30, 10, GraphDeed::die));
    FAIL() << "a worker died, but graph() did not throw";
  } catch (const WorkerDied& error) {
    EXPECT_THAT(error.what(), AllOf(::testing::HasSubstr("worker "), ::testing::HasSubstr("signal 9"),
                                    ::testing::HasSubstr("counting graph")));
  }
  EXPECT_THROW(runtime->graph(graph_.make(1, 1)), WorkerDied);
}

TEST(RuntimesWithoutGraphs, SayWhy) {
  Arena arena;
  CountingGraph graph(arena, 10);
  for (const RuntimeEntry* entry : runtimes()) {
    if (entry->graphs || entry->facts.launched) continue;
    const auto runtime = entry->start({.workers = 2});
    try {
      runtime->graph(graph.make(2, 2));
      ADD_FAILURE() << entry->facts.name << " does graphs";
    } catch (const NotSupported& reason) {
      EXPECT_THAT(reason.what(), ::testing::StartsWith("no graphs: "));
    }
  }
}

std::vector<GraphSubject> graph_subjects(bool processes) {
  std::vector<GraphSubject> all;
  for (const RuntimeEntry* entry : runtimes()) {
    if (!entry->graphs || testing::launched()) continue;
    for (const int workers : {1, 2, 3, 8}) {
      if (entry->facts.name == "serial" && workers > 1) continue;
      if (processes && (!entry->facts.processes || workers == 1)) continue;
      all.push_back({entry, workers});
    }
  }
  return all;
}

std::string name_of_graph_subject(const ::testing::TestParamInfo<GraphSubject>& subject) {
  std::string name(subject.param.entry->facts.name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name + "_" + std::to_string(subject.param.workers);
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(GraphConformance);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(GraphWithADyingWorker);
INSTANTIATE_TEST_SUITE_P(Runtimes, GraphConformance, ::testing::ValuesIn(graph_subjects(false)),
                         name_of_graph_subject);
INSTANTIATE_TEST_SUITE_P(Runtimes, GraphWithADyingWorker, ::testing::ValuesIn(graph_subjects(true)),
                         name_of_graph_subject);

}  // namespace
}  // namespace parallax
