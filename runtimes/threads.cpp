// SPDX-License-Identifier: MIT
//
// threads: a pool of std::thread that claims chunks from one shared counter. No library, no queue: what plain
// threads can do. In graphs it claims tasks in their order, and waits for their inputs.
#include "runtimes/runtime.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/ordered_graph.hpp"
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
              [this](int index) { team_.run_chunks(workers_[index]); }),
        graph_(spin_budget_for(settings.workers)) {}

  void map(const MapJob& job) { team_.map(job); }
  void graph(const GraphJob& job) {
    graph_.run(job, [this](const MapJob& tasks) { team_.map(tasks); });
  }

 private:
  Workers<Worker> workers_;
  ThreadTeam team_;
  OrderedGraph graph_;
};

}  // namespace

PARALLAX_RUNTIME(threads, Threads);

}  // namespace parallax
