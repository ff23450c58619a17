// SPDX-License-Identifier: MIT
#include "benches/harness/host/counted_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>

#include "runtimes/copies.hpp"

namespace parallax {
namespace {

std::span<std::atomic<std::uint32_t>> counters(Arena& arena, std::size_t count) {
  const auto bytes =
      arena.allocate(count * sizeof(std::atomic<std::uint32_t>));  // zeroes are counters at zero
  return {reinterpret_cast<std::atomic<std::uint32_t>*>(bytes.data()), count};
}

}  // namespace

CountedGraph::CountedGraph(const GraphJob& job, Arena& arena, bool elsewhere) : wrapped_(job) {
  const auto counted = arena.allocate(sizeof(Counted));
  new (counted.data()) Counted{job, elsewhere, counters(arena, task_count(job)), counters(arena, 1)};
  wrapped_.params = counted;
  wrapped_.inputs = inputs;
  wrapped_.readers = readers;
  wrapped_.run = run_task;
}

CountedGraph::Counted& CountedGraph::counted_of(const GraphJob& wrapped) {
  return const_cast<Counted&>(*reinterpret_cast<const Counted*>(wrapped.params.data()));
}

void CountedGraph::reset() {
  Counted& counted = counted_of(wrapped_);
  for (auto& runs : counted.runs) runs = 0;
  counted.strays[0] = 0;
  unfinished_ = 0;
}

void CountedGraph::run(AnyRuntime& runtime, int workers) {
  Counted& counted = counted_of(wrapped_);
  if (counted.elsewhere) return runtime.graph(wrapped_);
  // As if it were a map without an end: the first task that a helper gets is held.
  MapJob endless;
  endless.items = std::size_t{1} << 40;
  counted.stragglers.expect(endless, workers, Stragglers::Choice::first);
  try {
    runtime.graph(wrapped_);
  } catch (...) {
    counted.stragglers.let_go();
    throw;
  }
  unfinished_ = static_cast<std::size_t>(std::count_if(counted.runs.begin(), counted.runs.end(),
                                                       [](const auto& runs) { return runs.load() == 0; }));
  counted.stragglers.let_go();
}

Mistake CountedGraph::mistake(AnyRuntime& runtime) const {
  const Counted& counted = counted_of(wrapped_);
  if (counted.elsewhere) {
    add_up(runtime, counted.strays);
    add_up(runtime, counted.runs);
  }
  if (const auto strays = counted.strays[0].load())
    return fmt::format("{} tasks began before an input was done", strays);
  if (unfinished_ != 0)
    return fmt::format("{} of {} tasks were not finished when graph() returned", unfinished_,
                       counted.runs.size());
  for (std::size_t i = 0; i < counted.runs.size(); ++i) {
    if (const auto runs = counted.runs[i].load(); runs != 1)
      return fmt::format("task {} of {} ran {} times instead of once", i, counted.runs.size(), runs);
  }
  return {};
}

std::size_t CountedGraph::inputs(const GraphJob& wrapped, GraphTask task, TaskRange* to) {
  const GraphJob& job = counted_of(wrapped).job;
  return job.inputs(job, task, to);
}

std::size_t CountedGraph::readers(const GraphJob& wrapped, GraphTask task, TaskRange* to) {
  const GraphJob& job = counted_of(wrapped).job;
  return job.readers(job, task, to);
}

void CountedGraph::run_task(const GraphJob& wrapped, GraphTask task, Worker& worker) {
  Counted& counted = counted_of(wrapped);
  // Where memory is not shared, inputs come with their outputs and not with what others have counted.
  TaskRange ranges[most_task_ranges];
  const bool is_early =
      !counted.elsewhere && !all_tasks(ranges, inputs(wrapped, task, ranges), [&](GraphTask input) {
        return counted.runs[number_of(wrapped, input)].load(std::memory_order_acquire) != 0;
      });
  if (is_early) counted.strays[0].fetch_add(1, std::memory_order_relaxed);
  const auto run = [&] {
    GraphJob job = counted.job;
    job.out = wrapped.out;
    job.round = wrapped.round;
    job.run(job, task, worker);
  };
  const GraphStep& step = wrapped.steps[task.step];
  // A step's only task has none beside it that a helper could get meanwhile.
  if (counted.elsewhere || step.end - step.begin == 1) {
    run();
  } else {
    counted.stragglers.around(0, worker, run);
  }
  counted.runs[number_of(wrapped, task)].fetch_add(1, std::memory_order_release);
}

}  // namespace parallax
