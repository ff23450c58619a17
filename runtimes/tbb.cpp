// SPDX-License-Identifier: MIT
//
// tbb: oneTBB's parallel_for over chunks, with the simple partitioner (which splits down to single chunks) in
// a task arena of the asked size. In trees a task_group for each node: its first child is called, the others
// are run. In graphs a counter of missing inputs for each task, in a single task_group: whoever brings the last one
// goes on with the task, and runs all others that it has made ready.
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>
#include <tbb/version.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <new>
#include <thread>
#include <utility>

#include "runtimes/runtime.hpp"
#include "runtimes/support/tree_frame.hpp"
#include "runtimes/support/workers.hpp"

namespace parallax {
namespace {

class Tbb {
 public:
  static constexpr Facts facts{.name = "tbb",
                               .summary = "oneTBB parallel_for over chunks, simple_partitioner; task_group",
                               .library = "oneTBB " TBB_VERSION_STRING};

  explicit Tbb(const Settings& settings)
      : limit_(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(settings.workers)),
        arena_(settings.workers),
        workers_(settings.workers) {
    start_threads(settings.workers);
  }

  // Waits until the library's threads have ended.
  ~Tbb() {
    arena_.terminate();
    tbb::finalize(scheduler_, std::nothrow);
  }

  void map(const MapJob& job) {
    arena_.execute([&] {
      tbb::parallel_for(
          tbb::blocked_range<std::size_t>(0, chunk_count(job)),
          [&](const tbb::blocked_range<std::size_t>& chunks) {
            Worker& worker = workers_[tbb::this_task_arena::current_thread_index()];
            for (std::size_t c = chunks.begin(); c != chunks.end(); ++c) job.run(job, chunk(job, c), worker);
          },
          tbb::simple_partitioner());
    });
  }

  void tree(const TreeJob& job) {
    arena_.execute([&] { run(job, job.root.data(), job.out.data(), 0); });
  }

  void graph(const GraphJob& job) {
    const std::size_t tasks = task_count(job);
    while (missing_.size() < tasks) missing_.emplace_back(0);
    arena_.execute([&] {
      tbb::task_group group;
      try {
        for (std::uint32_t step = 0; step < job.steps.size(); ++step) {
          for (std::uint32_t point = job.steps[step].begin; point < job.steps[step].end; ++point)
            count_or_run(job, {step, point}, group);
        }
        group.wait();
      } catch (...) {  // some are at work still, if it was no kernel that threw
        group.cancel();
        group.wait();
        for (std::atomic<std::int64_t>& missing : missing_) missing = 0;
        throw;
      }
    });
  }

 private:
  // A task is ready when as many have come for it as it has inputs, and whoever made the graph: nobody begins with a
  // task whose counter is not set.
  void count_or_run(const GraphJob& job, GraphTask task, tbb::task_group& group) {
    std::atomic<std::int64_t>& missing = missing_[number_of(job, task)];
    const auto inputs = static_cast<std::int64_t>(input_count(job, task));
    if (missing.fetch_add(inputs, std::memory_order_acq_rel) + inputs == 0)
      group.run([this, &job, &group, task] { run_ready(job, task, group); });
  }
  void run_ready(const GraphJob& job, GraphTask task, tbb::task_group& group) {
    TaskRange ranges[most_task_ranges];
    for (bool any = true; any;) {
      job.run(job, task, workers_[tbb::this_task_arena::current_thread_index()]);
      any = false;
      GraphTask next;
      all_tasks(ranges, job.readers(job, task, ranges), [&](GraphTask reader) {
        if (missing_[number_of(job, reader)].fetch_sub(1, std::memory_order_acq_rel) != 1) return true;
        if (std::exchange(any, true)) group.run([this, &job, &group, next] { run_ready(job, next, group); });
        next = reader;
        return true;
      });
      task = next;
    }
  }

  void run(const TreeJob& job, const std::byte* node, std::byte* value, std::size_t depth) {
    Worker& worker = workers_[tbb::this_task_arena::current_thread_index()];
    if (is_cut_off(job, depth)) return job.run(job, node, value, worker);
    const std::size_t count = job.visit(job, node, value, worker);
    if (count == 0) return;
    TreeFrame frame(job, node, count);
    tbb::task_group group;
    for (std::size_t i = 1; i < count; ++i)
      group.run([&, i] { run(job, frame.node(i), frame.value(i), depth + 1); });
    try {
      run(job, frame.node(0), frame.value(0), depth + 1);
    } catch (...) {  // the others are at work in this frame
      group.cancel();
      group.wait();
      throw;
    }
    if (group.wait() != tbb::canceled) frame.join(node, value, worker);
  }

  // oneTBB creates its threads when there is work for the first time; this is that work. Each piece waits
  // until all have begun, each on a thread of its own, or no further one comes: the library may have its
  // limits.
  void start_threads(int count) {
    using Clock = std::chrono::steady_clock;
    std::atomic<int> begun = 0;
    std::atomic<Clock::rep> last = Clock::now().time_since_epoch().count();
    const auto piece = [&](const tbb::blocked_range<int>&) {
      last = Clock::now().time_since_epoch().count();
      ++begun;
      const auto patience =
          std::chrono::duration_cast<Clock::duration>(std::chrono::milliseconds(20)).count();
      while (begun < count && Clock::now().time_since_epoch().count() - last < patience)
        std::this_thread::yield();
    };
    arena_.execute(
        [&] { tbb::parallel_for(tbb::blocked_range<int>(0, count), piece, tbb::simple_partitioner()); });
  }

  tbb::task_scheduler_handle scheduler_{tbb::attach{}};
  tbb::global_control limit_;
  tbb::task_arena arena_;
  Workers<Worker> workers_;
  std::deque<std::atomic<std::int64_t>> missing_;  // inputs of each task; all 0 between graphs
};

}  // namespace

PARALLAX_RUNTIME(tbb, Tbb);

}  // namespace parallax
