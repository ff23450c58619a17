// SPDX-License-Identifier: MIT
#include "tests/runtimes/graphs.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <vector>

#include "runtimes/copies.hpp"
#include "runtimes/worker.hpp"
#include "support/random.hpp"

namespace parallax::testing {
namespace {

constexpr std::size_t output_bytes = 16;

const GraphPlan& plan_of(const GraphJob& job) {
  return *reinterpret_cast<const GraphPlan*>(job.params.data());
}
std::uint64_t& word(const GraphJob& job, GraphTask task) {
  return *reinterpret_cast<std::uint64_t*>(output_of(job, task));
}

TaskRange points_of(const GraphPlan& plan, std::uint32_t step) {
  if (plan.width < 6) return {step, 0, plan.width};
  return {step, step % 3, plan.width - step % 2};
}
bool reads_nothing(std::uint32_t point) { return point % 5 == 4; }

std::size_t inputs_of(const GraphJob& job, GraphTask task, TaskRange* to) {
  if (reads_nothing(task.point) || task.step == 0) return 0;
  std::size_t count = 0;
  const TaskRange before = points_of(plan_of(job), task.step - 1);
  const std::uint32_t first = std::max(task.point == 0 ? 0 : task.point - 1, before.begin);
  const std::uint32_t end = std::min(task.point + 2, before.end);
  if (first < end) to[count++] = {before.step, first, end};
  if (task.step >= 3 && exists(job, {task.step - 3, task.point}))
    to[count++] = {task.step - 3, task.point, task.point + 1};
  return count;
}

std::size_t readers_of(const GraphJob& job, GraphTask task, TaskRange* to) {
  std::size_t count = 0;
  const auto add = [&](GraphTask reader) {
    if (reader.step < job.steps.size() && exists(job, reader) && !reads_nothing(reader.point))
      to[count++] = {reader.step, reader.point, reader.point + 1};
  };
  for (std::uint32_t point = task.point == 0 ? 0 : task.point - 1; point <= task.point + 1; ++point)
    add({task.step + 1, point});
  add({task.step + 3, task.point});
  return count;
}

std::uint64_t right_value(const GraphJob& job, GraphTask task) {
  std::uint64_t value = splitmix64(number_of(job, task) + 1);
  TaskRange ranges[most_task_ranges];
  all_tasks(ranges, inputs_of(job, task, ranges), [&](GraphTask input) {
    value += splitmix64(word(job, input));
    return true;
  });
  return value;
}

void do_deed(const GraphPlan& plan, std::uint64_t number, Worker& worker) {
  if (plan.deed == GraphDeed::die && getpid() != plan.spared && plan.deaths->fetch_add(1) == 0)
    raise(SIGKILL);
  if (plan.deed == GraphDeed::die && getpid() == plan.spared) {
    while (*plan.deaths == 0) worker.sleep_for(std::chrono::microseconds(100));
  }
  if (number != plan.at) return;
  if (plan.deed == GraphDeed::throws) throw std::runtime_error("task refuses");
  if (plan.deed == GraphDeed::sleep) worker.sleep_for(std::chrono::milliseconds(5));
}

void run_task(const GraphJob& job, GraphTask task, Worker& worker) {
  const GraphPlan& plan = plan_of(job);
  const std::size_t number = number_of(job, task);
  TaskRange ranges[most_task_ranges];
  const bool all_there = all_tasks(ranges, inputs_of(job, task, ranges), [&](GraphTask input) {
    return plan.runs[number_of(job, input)].load(std::memory_order_relaxed) != 0;
  });
  if (!all_there && !plan.copies) ++*plan.early;
  do_deed(plan, number, worker);
  word(job, task) = right_value(job, task);
  plan.runs[number].fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

CountingGraph::CountingGraph(Arena& arena, std::size_t most_tasks)
    : plan_(arena.allocate_array<GraphPlan>(1)),
      steps_(arena.allocate_array<GraphStep>(most_tasks)),
      out_(arena.allocate(most_tasks * output_bytes)),
      most_tasks_(most_tasks) {
  const auto bytes = arena.allocate((most_tasks + 2) * sizeof(std::atomic<std::uint32_t>));
  counters_ = {reinterpret_cast<std::atomic<std::uint32_t>*>(bytes.data()), most_tasks + 2};
}

GraphJob CountingGraph::make(std::uint32_t steps, std::uint32_t width, GraphDeed deed, std::uint64_t at) {
  for (auto& counter : counters_) counter = 0;
  plan_[0] = {
      steps,           width, deed, at, getpid(), false, &counters_[most_tasks_], &counters_[most_tasks_ + 1],
      counters_.data()};
  std::uint32_t sum = 0;
  for (std::uint32_t step = 0; step < steps; ++step) {
    const TaskRange points = points_of(plan_[0], step);
    steps_[step] = {points.begin, points.end, sum};
    sum += points.size();
  }
  if (sum > most_tasks_) throw std::logic_error("no room for so many tasks");
  std::fill(out_.begin(), out_.end(), std::byte{0xa5});
  job_ = {.kernel = "counting graph",
          .steps = steps_.first(steps),
          .width = width,
          .output_bytes = output_bytes,
          .params = std::as_bytes(plan_),
          .out = out_.first(sum * output_bytes),
          .inputs = inputs_of,
          .readers = readers_of,
          .run = run_task};
  return job_;
}

void CountingGraph::push_to(AnyRuntime& runtime) const {
  runtime.pull(std::as_bytes(plan_), [this](std::span<const std::byte>) { plan_[0].copies = true; });
  for (const auto part : {std::as_bytes(plan_), std::as_bytes(steps_), std::as_bytes(counters_)})
    runtime.push(part);
}

void CountingGraph::add_up_from(AnyRuntime& runtime) const { add_up(runtime, counters_); }

void CountingGraph::run(AnyRuntime& runtime, const GraphJob& job) const {
  push_to(runtime);
  runtime.graph(job);
  add_up_from(runtime);
}

std::size_t CountingGraph::tasks() const { return task_count(job_); }

// A task's value is right if it follows from its inputs' values, which come before it.
bool CountingGraph::is_right() const {
  for (std::uint32_t step = 0; step < job_.steps.size(); ++step) {
    for (std::uint32_t point = job_.steps[step].begin; point < job_.steps[step].end; ++point)
      if (word(job_, {step, point}) != right_value(job_, {step, point})) return false;
  }
  return true;
}

std::size_t CountingGraph::done_times(std::uint32_t times) const {
  return static_cast<std::size_t>(std::count_if(counters_.begin(),
                                                counters_.begin() + static_cast<std::ptrdiff_t>(tasks()),
                                                [&](const auto& runs) { return runs == times; }));
}

}  // namespace parallax::testing
