// SPDX-License-Identifier: MIT
//
// The contract of runtime.hpp for trees, held against every runtime of the build that does them with up to 8
// workers, and whether all others say that they do not. A runtime that is added is tested without a further
// line here.
#include <gtest/gtest.h>

#include <string>

#include "tests/runtimes/shape_conformance.hpp"
#include "tests/runtimes/trees.hpp"

namespace parallax {
namespace {

using testing::CountingTree;
using testing::Subject;
using testing::TreeDeed;

class TreeConformance : public ::testing::TestWithParam<Subject> {
 protected:
  std::unique_ptr<AnyRuntime> start() { return GetParam().start(); }
  void expect_done_once(AnyRuntime& runtime, const TreeJob& job, std::size_t nodes) {
    tree_.run(runtime, job);
    EXPECT_TRUE(tree_.is_right()) << nodes << " nodes";
    EXPECT_EQ(tree_.done_times(1), nodes);
  }

  Arena arena_;
  CountingTree tree_{arena_, 20'000};
};

TEST_P(TreeConformance, DoesEveryNodeOnceInTheRightOrder) {
  const auto runtime = start();
  for (const std::uint64_t arity : {1u, 2u, 3u, 70u}) {
    for (const std::uint64_t nodes : {1u, 2u, 3u, 11u, 1000u}) {
      expect_done_once(*runtime, tree_.make(nodes, arity), nodes);
    }
  }
  expect_done_once(*runtime, tree_.make(5000, 2), 5000);
  expect_done_once(*runtime, tree_.make(20'000, 19'999), 20'000);  // more children than anybody can hand out
}

TEST_P(TreeConformance, LeavesToOneWorkerWhatIsBelowTheCutoff) {
  const auto runtime = start();
  for (const std::size_t cutoff : {1u, 4u, 100u}) {
    TreeJob job = tree_.make(2000, 2);
    job.cutoff = cutoff;
    expect_done_once(*runtime, job, 2000);
  }
}

TEST_P(TreeConformance, ServesManyTreesAndMapsBetweenThem) {
  const auto runtime = start();
  const TreeJob job = tree_.make(7, 2);
  constexpr std::uint32_t times = 300;
  tree_.push_to(*runtime);
  for (std::uint32_t i = 0; i < times; ++i) {
    runtime->tree(job);
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
  tree_.add_up_from(*runtime);
  EXPECT_TRUE(tree_.is_right());
  EXPECT_EQ(tree_.done_times(times), 7u);
}

TEST_P(TreeConformance, ReturnsOnlyWhenTheSlowestNodeIsDone) {
  const auto runtime = start();
  for (const std::uint64_t slow : {0u, 1u, 2u, 62u})
    expect_done_once(*runtime, tree_.make(63, 2, TreeDeed::sleep, slow), 63);
}

TEST_P(TreeConformance, ThrowsWhatAKernelThrowsAndStaysUsable) {
  const auto runtime = start();
  for (const TreeDeed deed : {TreeDeed::throw_in_visit, TreeDeed::throw_in_join}) {
    for (const std::uint64_t at : {0u, 100u, 400u}) {
      try {
        tree_.run(*runtime, tree_.make(1000, 2, deed, at));
        FAIL() << "node " << at << " threw, but tree() did not";
      } catch (const std::exception& error) {
        EXPECT_PRED2(testing::says, error.what(), "node refuses");
      }
      expect_done_once(*runtime, tree_.make(1000, 3), 1000);
    }
  }
}

TEST_P(TreeConformance, LeavesNothingBehind) {
  testing::expect_nothing_left([this] { tree_.run(*start(), tree_.make(1000, 2)); });
}

// Of runtimes whose workers are processes, which can die alone.
class TreeWithADyingWorker : public TreeConformance {};

TEST_P(TreeWithADyingWorker, MakesTheCallFailAtOnce) {
  const auto runtime = start();
  testing::expect_death_told(
      "counting tree", [&] { runtime->tree(tree_.make(1000, 2, TreeDeed::die)); },
      [&] { runtime->tree(tree_.make(1, 2)); });
}

TEST(RuntimesWithoutTrees, SayWhy) {
  Arena arena;
  CountingTree tree(arena, 10);
  testing::expect_refusals(&RuntimeEntry::trees,
                           "no trees: ", [&](AnyRuntime& runtime) { runtime.tree(tree.make(3, 2)); });
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(TreeConformance);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(TreeWithADyingWorker);
INSTANTIATE_TEST_SUITE_P(Runtimes, TreeConformance,
                         ::testing::ValuesIn(testing::shape_subjects(&RuntimeEntry::trees, false)),
                         testing::name_of_subject);
INSTANTIATE_TEST_SUITE_P(Runtimes, TreeWithADyingWorker,
                         ::testing::ValuesIn(testing::shape_subjects(&RuntimeEntry::trees, true)),
                         testing::name_of_subject);

}  // namespace
}  // namespace parallax
