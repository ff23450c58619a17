// SPDX-License-Identifier: MIT
//
// tbb: oneTBB's parallel_for over chunks, with the simple partitioner (which splits down to single chunks) in
// a task arena of the asked size.
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>
#include <tbb/version.h>

#include <new>

#include "runtimes/runtime.hpp"
#include "runtimes/support/workers.hpp"

namespace parallax {
namespace {

class Tbb {
 public:
  static constexpr Facts facts{.name = "tbb",
                               .summary = "oneTBB parallel_for over chunks, simple_partitioner",
                               .library = "oneTBB " TBB_VERSION_STRING};

  explicit Tbb(const Settings& settings)
      : limit_(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(settings.workers)),
        arena_(settings.workers),
        workers_(settings.workers) {
    // oneTBB creates its threads when there is work for the first time; this is that work.
    arena_.execute([&] { tbb::parallel_for(0, settings.workers, [](int) {}); });
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

 private:
  tbb::task_scheduler_handle scheduler_{tbb::attach{}};
  tbb::global_control limit_;
  tbb::task_arena arena_;
  Workers<Worker> workers_;
};

}  // namespace

PARALLAX_RUNTIME(tbb, Tbb);

}  // namespace parallax
