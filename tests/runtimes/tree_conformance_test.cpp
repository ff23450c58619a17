// SPDX-License-Identifier: MIT
//
// The contract of runtime.hpp for trees, held against every runtime of the build that does them with up to 8
// workers, and whether all others say that they do not. A runtime that is added is tested without a further
// line here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <thread>

#include "runtimes/registry.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/runtimes/trees.hpp"
#include "tests/support/launched.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax {
namespace {

using testing::CountingTree;
using testing::leftovers;
using testing::settled_leftovers;
using testing::TreeDeed;

struct TreeSubject {
  const RuntimeEntry* entry;
  int workers;
};

void PrintTo(const TreeSubject& subject, std::ostream* to) {
  *to << subject.entry->facts.name << " with " << subject.workers << " workers";
}

class TreeConformance : public ::testing::TestWithParam<TreeSubject> {
 protected:
  std::unique_ptr<AnyRuntime> start() { return GetParam().entry->start({.workers = GetParam().workers}); }
  void expect_done_once(AnyRuntime& runtime, const TreeJob& job, std::size_t nodes) {
    runtime.tree(job);
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
        runtime->tree(tree_.make(1000, 2, deed, at));
        FAIL() << "node " << at << " threw, but tree() did not";
      } catch (const std::exception& error) {
        EXPECT_THAT(error.what(), ::testing::HasSubstr("node refuses"));
      }
      expect_done_once(*runtime, tree_.make(1000, 3), 1000);
    }
  }
}

TEST_P(TreeConformance, LeavesNothingBehind) {
  start()->tree(tree_.make(1000, 2));
  const auto before = leftovers();
  for (int i = 0; i < 3; ++i) start()->tree(tree_.make(1000, 2));
  EXPECT_PRED2(testing::not_more, settled_leftovers(before), before);
}

// Of runtimes whose workers are processes, which can die alone.
class TreeWithADyingWorker : public TreeConformance {};

TEST_P(TreeWithADyingWorker, MakesTheCallFailAtOnce) {
  const auto runtime = start();
  try {
    runtime->tree(tree_.make(1000, 2, TreeDeed::die));
    FAIL() << "a worker died, but tree() did not throw";
  } catch (const WorkerDied& error) {
    EXPECT_THAT(error.what(), AllOf(::testing::HasSubstr("worker "), ::testing::HasSubstr("signal 9"),
                                    ::testing::HasSubstr("counting tree")));
  }
  EXPECT_THROW(runtime->tree(tree_.make(1, 2)), WorkerDied);
}

TEST(RuntimesWithoutTrees, SayWhy) {
  Arena arena;
  CountingTree tree(arena, 10);
  for (const RuntimeEntry* entry : runtimes()) {
    if (entry->trees || entry->facts.launched) continue;
    const auto runtime = entry->start({.workers = 2});
    try {
      runtime->tree(tree.make(3, 2));
      ADD_FAILURE() << entry->facts.name << " does trees";
    } catch (const NotSupported& reason) {
      EXPECT_THAT(reason.what(), ::testing::StartsWith("no trees: "));
    }
  }
}

std::vector<TreeSubject> tree_subjects(bool processes) {
  std::vector<TreeSubject> all;
  for (const RuntimeEntry* entry : runtimes()) {
    if (!entry->trees || testing::launched()) continue;
    for (const int workers : {1, 2, 3, 8}) {
      if (entry->facts.name == "serial" && workers > 1) continue;
      if (processes && (!entry->facts.processes || workers == 1)) continue;
      if (testing::sanitized && workers == 2) continue;  // three show the same, and take as long
      all.push_back({entry, workers});
    }
  }
  return all;
}

std::string name_of_subject(const ::testing::TestParamInfo<TreeSubject>& subject) {
  std::string name(subject.param.entry->facts.name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name + "_" + std::to_string(subject.param.workers);
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(TreeConformance);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(TreeWithADyingWorker);
INSTANTIATE_TEST_SUITE_P(Runtimes, TreeConformance, ::testing::ValuesIn(tree_subjects(false)),
                         name_of_subject);
INSTANTIATE_TEST_SUITE_P(Runtimes, TreeWithADyingWorker, ::testing::ValuesIn(tree_subjects(true)),
                         name_of_subject);

}  // namespace
}  // namespace parallax
