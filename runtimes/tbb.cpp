// SPDX-License-Identifier: MIT
//
// tbb: oneTBB's parallel_for over chunks, with the simple partitioner (which splits down to single chunks) in
// a task arena of the asked size. In trees a task_group for each node: its first child is called, the others
// are run.
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>
#include <tbb/version.h>

#include <atomic>
#include <chrono>
#include <new>
#include <thread>

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

 private:
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
};

}  // namespace

PARALLAX_RUNTIME(tbb, Tbb);

}  // namespace parallax
