// SPDX-License-Identifier: MIT
#include "benches/support/graph_output.hpp"

#include <fmt/format.h>

#include "runtimes/not_supported.hpp"

namespace parallax {
namespace {

constexpr std::size_t most_output_bytes = std::size_t{1} << 30;

std::string text_of(GraphTask task) { return fmt::format("task {} of step {}", task.point, task.step); }

}  // namespace

void require_room(std::uint64_t tasks, std::size_t output_bytes) {
  if (output_bytes == 0 || output_bytes % sizeof(GraphOutput) != 0)
    throw NotSupported(
        fmt::format("outputs of {} bytes: they are multiples of {}", output_bytes, sizeof(GraphOutput)));
  if (tasks > most_output_bytes / output_bytes)
    throw NotSupported(
        fmt::format("{} outputs of {} bytes are more than {} bytes", tasks, output_bytes, most_output_bytes));
}

std::optional<std::string> mistake_of_outputs(const GraphJob& job, const LostInput& lost) {
  if (lost.tasks != 0)
    return fmt::format("{} tasks did not find an input; {} looked for what {} had to write",
                       lost.tasks.load(), text_of(lost.reader), text_of(lost.input));
  for (std::uint32_t step = 0; step < job.steps.size(); ++step) {
    for (std::uint32_t point = job.steps[step].begin; point < job.steps[step].end; ++point) {
      const GraphTask task{step, point};
      if (GraphOutput::difference(job, task, GraphOutput::mark(task, 0)) != 0)
        return fmt::format("the output of {} is not what it had to write", text_of(task));
    }
  }
  return {};
}

GraphCounts counts_of(const GraphJob& job) {
  GraphCounts counts{task_count(job), 0};
  for (std::uint32_t step = 0; step < job.steps.size(); ++step) {
    for (std::uint32_t point = job.steps[step].begin; point < job.steps[step].end; ++point)
      counts.dependences += input_count(job, {step, point});
  }
  return counts;
}

}  // namespace parallax
