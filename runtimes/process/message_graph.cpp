// SPDX-License-Identifier: MIT
#include "runtimes/process/message_graph.hpp"

#include <algorithm>
#include <cstring>

#include "runtimes/not_supported.hpp"

namespace parallax {
namespace {

// By a worker, for which `out` is memory of its own: it puts the inputs to where the task looks for them.
void run_task(const MapJob& map, Range range, Worker& worker) {
  GraphJob job = *reinterpret_cast<const GraphJob*>(map.params.data());
  job.out = map.out;
  const GraphTask task = task_at(job, range.begin);
  TaskRange ranges[most_task_ranges];
  const std::byte* from = map.in.data();
  for (std::size_t i = 0, count = job.inputs(job, task, ranges); i < count; ++i) {
    const std::size_t bytes = ranges[i].size() * job.output_bytes;
    std::memcpy(output_of(job, {ranges[i].step, ranges[i].begin}), from, bytes);
    from += bytes;
  }
  job.run(job, task, worker);
}

}  // namespace

void MessageGraph::run(const GraphJob& job) {
  if (job.shares_memory)
    throw NotSupported("its tasks write memory beside their outputs, which workers do not share");
  open(job);
  const MessagePool::Feed feed{.next = [&]() -> std::optional<std::size_t> {
                                 if (ready_.empty()) return {};
                                 const std::size_t number = ready_.front();
                                 ready_.pop_front();
                                 return number;
                               },
                               .inputs = [&](std::size_t number) { return inputs_of(number); }};
  const MapJob map{.kernel = job.kernel,
                   .items = task_count(job),
                   .grain = 1,
                   .params = std::as_bytes(std::span(&job_, 1)),
                   .in = {},
                   .out = job.out,
                   .run = run_task};
  pool_.map(
      map, Delivery::as_completed, [&](Range task, std::span<const std::byte>) { finished(task.begin); },
      &feed);
}

void MessageGraph::open(const GraphJob& job) {
  job_ = job;
  ready_.clear();
  gathered_.clear();
  missing_.resize(task_count(job));
  for (std::uint32_t step = 0; step < job.steps.size(); ++step) {
    for (std::uint32_t point = job.steps[step].begin; point < job.steps[step].end; ++point) {
      const std::size_t number = number_of(job, {step, point});
      missing_[number] = static_cast<std::uint32_t>(input_count(job, {step, point}));
      if (missing_[number] == 0) ready_.push_back(number);
    }
  }
}

std::span<const std::byte> MessageGraph::inputs_of(std::size_t number) {
  TaskRange ranges[most_task_ranges];
  const std::size_t count = job_.inputs(job_, task_at(job_, number), ranges);
  const auto outputs = [&](const TaskRange& range) {
    return std::span<const std::byte>(output_of(job_, {range.step, range.begin}),
                                      range.size() * job_.output_bytes);
  };
  if (count == 0) return {};
  if (count == 1) return outputs(ranges[0]);  // they stay where they are
  std::vector<std::byte>& all = gathered_[number];
  for (std::size_t i = 0; i < count; ++i) {
    const auto some = outputs(ranges[i]);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

void MessageGraph::finished(std::size_t number) {
  gathered_.erase(number);
  TaskRange ranges[most_task_ranges];
  all_tasks(ranges, job_.readers(job_, task_at(job_, number), ranges), [&](GraphTask reader) {
    const std::size_t its = number_of(job_, reader);
    if (--missing_[its] == 0) ready_.push_back(its);
    return true;
  });
}

}  // namespace parallax
