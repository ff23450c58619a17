// SPDX-License-Identifier: MIT
//
// The shape of tasks that wait for tasks: a graph of steps, known before it is run. Beside MapJob and TreeJob, and
// like them plain data and plain functions.
//
// A task is a point of a step. It reads the outputs of tasks of earlier steps, its inputs, and writes its own
// output, once. So every order in which each task comes after its inputs gives the same bytes.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "runtimes/support/program_function.hpp"

namespace parallax {

class Worker;

struct GraphTask {
  std::uint32_t step = 0, point = 0;

  auto operator<=>(const GraphTask&) const = default;
};

// Points [begin, end) of a step.
struct TaskRange {
  std::uint32_t step = 0, begin = 0, end = 0;

  std::uint32_t size() const { return end - begin; }
};

// Inputs and readers of a task are at most so many ranges.
inline constexpr std::size_t most_task_ranges = 128;

// Which points a step has, and how many tasks there are in the steps before.
struct GraphStep {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t tasks_before = 0;
};

// out = the outputs of all tasks, step by step, each of `output_bytes` bytes, a multiple of 16.
//
// `params`, `steps` and what params point to lie in an Arena. A task may write what its kernel has there for it
// alone, and read what its inputs, and theirs, have written there; then it `shares_memory`, and cannot be run where
// workers have copies.
//
// `round` is the number of the run, which tasks write into their outputs: what an earlier run has left is no input.
struct GraphJob {
  std::string_view kernel;
  std::span<const GraphStep> steps;
  std::uint32_t width = 0;  // points are below this
  std::size_t output_bytes = 0;
  std::span<const std::byte> params;
  std::span<std::byte> out;
  std::uint64_t round = 0;
  bool shares_memory = false;

  // Writes the tasks whose outputs a task reads; returns how many ranges they are. All exist.
  ProgramFunction<std::size_t(const GraphJob&, GraphTask, TaskRange* to)> inputs{};
  // The same the other way round: who reads its output. All are of later steps.
  ProgramFunction<std::size_t(const GraphJob&, GraphTask, TaskRange* to)> readers{};
  // Runs a task all of whose inputs are in `out`.
  ProgramFunction<void(const GraphJob&, GraphTask, Worker&)> run{};
};
static_assert(std::is_trivially_copyable_v<GraphJob>);

inline std::size_t task_count(const GraphJob& job) {
  if (job.steps.empty()) return 0;
  const GraphStep& last = job.steps.back();
  return last.tasks_before + (last.end - last.begin);
}

inline bool exists(const GraphJob& job, GraphTask task) {
  return task.point >= job.steps[task.step].begin && task.point < job.steps[task.step].end;
}

// The place of a task among all, step by step. A task comes after its inputs.
inline std::size_t number_of(const GraphJob& job, GraphTask task) {
  const GraphStep& step = job.steps[task.step];
  return step.tasks_before + (task.point - step.begin);
}

// The task at a place.
inline GraphTask task_at(const GraphJob& job, std::size_t number) {
  const auto after =
      std::upper_bound(job.steps.begin(), job.steps.end(), number,
                       [](std::size_t wanted, const GraphStep& step) { return wanted < step.tasks_before; });
  const GraphStep& step = *(after - 1);
  return {static_cast<std::uint32_t>(after - 1 - job.steps.begin()),
          static_cast<std::uint32_t>(step.begin + (number - step.tasks_before))};
}

inline std::byte* output_of(const GraphJob& job, GraphTask task) {
  return job.out.data() + number_of(job, task) * job.output_bytes;
}

// Calls `visit` with each task of ranges that a function of the job has written, while it returns true; returns
// whether it always did.
template <class Visit>
bool all_tasks(const TaskRange* ranges, std::size_t count, Visit visit) {
  for (std::size_t i = 0; i < count; ++i) {
    for (std::uint32_t point = ranges[i].begin; point < ranges[i].end; ++point) {
      if (!visit(GraphTask{ranges[i].step, point})) return false;
    }
  }
  return true;
}

// How many inputs a task has.
inline std::size_t input_count(const GraphJob& job, GraphTask task) {
  TaskRange ranges[most_task_ranges];
  std::size_t sum = 0;
  for (std::size_t i = 0, count = job.inputs(job, task, ranges); i < count; ++i) sum += ranges[i].size();
  return sum;
}

}  // namespace parallax
