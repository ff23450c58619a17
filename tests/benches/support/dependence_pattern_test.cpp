// SPDX-License-Identifier: MIT
//
// The patterns against numbers of tasks and dependences that are known, and readers against inputs.
#include "benches/support/dependence_pattern.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace parallax {
namespace {

using Edge = std::pair<GraphTask, GraphTask>;

class Pattern : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  DependencePattern make(std::uint32_t width, std::uint32_t steps, std::uint32_t radix = 3) {
    DependencePattern pattern{static_cast<Dependence>(GetParam()), width, steps, radix};
    masks_.assign(pattern.mask_count(), 0);
    if (!masks_.empty()) pattern.fill_masks(masks_.data());
    pattern.masks = masks_.data();
    return pattern;
  }

  std::vector<std::uint32_t> masks_;
};

std::vector<GraphTask> tasks_of(const DependencePattern& pattern) {
  std::vector<GraphTask> all;
  for (std::uint32_t step = 0; step < pattern.steps; ++step) {
    for (std::uint32_t point = pattern.points(step).begin; point < pattern.points(step).end; ++point)
      all.push_back({step, point});
  }
  return all;
}

// From whom to whom; `count` as they come, which is more if one comes twice.
std::set<Edge> edges(const DependencePattern& pattern, bool by_inputs, std::size_t& count) {
  std::set<Edge> all;
  TaskRange ranges[most_task_ranges];
  for (const GraphTask task : tasks_of(pattern)) {
    const std::size_t found = by_inputs ? pattern.inputs(task, ranges) : pattern.readers(task, ranges);
    all_tasks(ranges, found, [&](GraphTask other) {
      const TaskRange points = pattern.points(other.step);
      EXPECT_TRUE(other.point >= points.begin && other.point < points.end);
      all.insert(by_inputs ? Edge(other, task) : Edge(task, other));
      ++count;
      return true;
    });
  }
  return all;
}

TEST_P(Pattern, HasItsKnownTasksAndDependences) {
  struct Known {
    std::size_t tasks, dependences;
  };
  const std::vector<std::array<Known, 3>> known{
      {{{40, 0}, {80, 0}, {1600, 0}}},       {{{40, 36}, {80, 72}, {1600, 1584}}},
      {{{40, 90}, {80, 198}, {1600, 4554}}}, {{{40, 108}, {80, 216}, {1600, 4752}}},
      {{{28, 45}, {30, 47}, {1360, 2619}}},  {{{35, 34}, {63, 62}, {1551, 1550}}},
      {{{40, 82}, {80, 174}, {1600, 4018}}}, {{{40, 144}, {80, 576}, {1600, 25344}}},
      {{{40, 90}, {80, 198}, {1600, 4554}}}, {{{40, 108}, {80, 216}, {1600, 4752}}},
      {{{40, 51}, {80, 102}, {1600, 2310}}}};
  const std::array<DependencePattern, 3> sizes{
      {{Dependence::trivial, 4, 10}, {Dependence::trivial, 8, 10}, {Dependence::trivial, 16, 100}}};
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const DependencePattern pattern = make(sizes[i].width, sizes[i].steps);
    std::size_t count = 0;
    EXPECT_EQ(edges(pattern, true, count).size(), known[GetParam()][i].dependences) << i;
    EXPECT_EQ(count, known[GetParam()][i].dependences) << i;
    EXPECT_EQ(tasks_of(pattern).size(), known[GetParam()][i].tasks) << i;
  }
}

TEST_P(Pattern, HasReadersWhereThereAreInputs) {
  for (const std::uint32_t width : {1u, 2u, 3u, 5u, 6u, 7u, 11u, 33u}) {
    for (const std::uint32_t radix : {1u, 2u, 3u, 5u}) {
      const DependencePattern pattern = make(width, 9, radix);
      if (width < pattern.least_width()) continue;
      std::size_t inputs = 0, readers = 0;
      const auto from = edges(pattern, true, inputs), to = edges(pattern, false, readers);
      EXPECT_EQ(from, to) << width << " points, radix " << radix;
      EXPECT_EQ(inputs, from.size()) << width << " points, radix " << radix;
      EXPECT_EQ(readers, to.size()) << width << " points, radix " << radix;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(TaskBench, Pattern, ::testing::Range<std::uint64_t>(0, dependence_words.size()),
                         [](const auto& pattern) { return std::string(dependence_words[pattern.param]); });

}  // namespace
}  // namespace parallax
