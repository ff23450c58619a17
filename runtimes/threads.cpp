// SPDX-License-Identifier: MIT
//
// threads: a pool of std::thread that claims chunks from one shared counter. No library, no queue: what plain
// threads can do.
#include "runtimes/runtime.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/thread_team.hpp"
#include "runtimes/support/workers.hpp"

namespace parallax {
namespace {

class Threads {
 public:
  static constexpr Facts facts{
      .name = "threads", .summary = "a std::thread pool with a shared next-chunk counter", .library = {}};

  explicit Threads(const Settings& settings)
      : workers_(settings.workers),
        team_(settings.workers, spin_budget_for(settings.workers),
              [this](int index) { team_.run_chunks(workers_[index]); }) {}

  void map(const MapJob& job) { team_.map(job); }

 private:
  Workers<Worker> workers_;
  ThreadTeam team_;
};

}  // namespace

PARALLAX_RUNTIME(threads, Threads);

}  // namespace parallax
