// SPDX-License-Identifier: MIT
//
// openmp: a parallel loop over chunks, schedule(dynamic, 1), on the compiler's OpenMP library. In trees a task
// for each child but the first, which is called. Libraries do not defer all of them: libgomp runs a task at once
// if there are 64 for each thread already, LLVM's if its thread has 256. In graphs one thread makes all tasks in their
// order, and `depend` says what each waits for.
#include <vector>

#include "runtimes/runtime.hpp"
#include "runtimes/support/openmp_team.hpp"
#include "runtimes/support/tree_frame.hpp"

namespace parallax {
namespace {

class Openmp {
 public:
  static constexpr Facts facts{
      .name = "openmp",
      .summary = "an OpenMP parallel loop over chunks, schedule(dynamic, 1); tasks; depend",
      .library = openmp_library};

  explicit Openmp(const Settings& settings) : team_(settings.workers) {}

  void map(const MapJob& job) {
    const std::size_t chunks = chunk_count(job);
#pragma omp parallel for schedule(dynamic, 1) num_threads(team_.size())
    for (std::size_t c = 0; c < chunks; ++c) team_.run(job, c);
    team_.rethrow();
  }

  void tree(const TreeJob& job) {
#pragma omp parallel num_threads(team_.size())
#pragma omp single
    run(job, job.root.data(), job.out.data(), 0);
    team_.rethrow();
  }

  void graph(const GraphJob& job) {
#pragma omp parallel num_threads(team_.size())
#pragma omp single
    for (std::uint32_t step = 0; step < job.steps.size(); ++step) {
      for (std::uint32_t point = job.steps[step].begin; point < job.steps[step].end; ++point)
        make_task(job, {step, point});
    }
    team_.rethrow();
  }

 private:
  // Its output stands for the task: whoever reads it waits for whoever has written it.
  void make_task(const GraphJob& job, GraphTask task) {
    TaskRange ranges[most_task_ranges];
    inputs_.clear();
    all_tasks(ranges, job.inputs(job, task, ranges), [&](GraphTask input) {
      inputs_.push_back(output_of(job, input));
      return true;
    });
    std::byte* const* const inputs = inputs_.data();
    const std::size_t count = inputs_.size();
    std::byte* const output = output_of(job, task);
#pragma omp task default(none) firstprivate(task) shared(job) depend(iterator(std::size_t i = 0 \
                                                                              : count),         \
                                                                     in                         \
                                                                     : *inputs[i]) depend(out   \
                                                                                          : *output)
    run_task(job, task);
  }
  void run_task(const GraphJob& job, GraphTask task) noexcept {
    if (team_.failed()) return;
    try {
      job.run(job, task, team_.worker());
    } catch (...) {
      team_.fail();
    }
  }

  // No exception may leave a task, so the first is kept and the rest of the tree is left out.
  void run(const TreeJob& job, const std::byte* node, std::byte* value, std::size_t depth) noexcept {
    if (team_.failed()) return;
    Worker& worker = team_.worker();
    try {
      if (is_cut_off(job, depth)) return job.run(job, node, value, worker);
      const std::size_t count = job.visit(job, node, value, worker);
      if (count == 0) return;
      TreeFrame frame(job, node, count);
      for (std::size_t i = 1; i < count; ++i) {
#pragma omp task default(none) firstprivate(i, depth) shared(job, frame)
        run(job, frame.node(i), frame.value(i), depth + 1);
      }
      run(job, frame.node(0), frame.value(0), depth + 1);
#pragma omp taskwait
      if (!team_.failed()) frame.join(node, value, worker);
    } catch (...) {
      team_.fail();
    }
  }

  OpenmpTeam team_;
  std::vector<std::byte*> inputs_;  // of the task that is being made
};

}  // namespace

PARALLAX_RUNTIME(openmp, Openmp);

}  // namespace parallax
