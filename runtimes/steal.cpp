// SPDX-License-Identifier: MIT
//
// steal: a pool of std::thread in which every worker has work of its own and takes from others only when it
// has none left. No library: what plain threads can do without a counter that all of them share.
#include "runtimes/runtime.hpp"
#include "runtimes/stealing/stealing.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/mapping.hpp"
#include "runtimes/support/thread_team.hpp"
#include "runtimes/support/workers.hpp"

namespace parallax {
namespace {

class Steal {
 public:
  static constexpr Facts facts{.name = "steal",
                               .summary = "std::threads with work of their own, which steal from each other",
                               .library = {},
                               .most_chunks = ChunkRange::most_chunks,
                               .steals = true};

  explicit Steal(const Settings& settings)
      : workers_(settings.workers),
        memory_(Mapping::shared(Stealing::bytes(settings.workers))),
        stealing_(memory_.bytes(), settings.workers, spin_budget_for(settings.workers)),
        team_(settings.workers, spin_budget_for(settings.workers), [this](int index) { work(index); }) {}

  void map(const MapJob& job) { run(job); }
  void tree(const TreeJob& job) { run(job); }
  void graph(const GraphJob& job) { run(job); }

  void restart_counters() { not_handed_out_before_ = stealing_.not_handed_out(); }
  std::vector<Counter> counters() const {
    return not_handed_out_counter(stealing_.not_handed_out() - not_handed_out_before_);
  }

 private:
  void run(const auto& job) {
    stealing_.open(job);
    team_.run();
  }
  void work(int index) noexcept {
    try {
      stealing_.work(workers_[index]);
    } catch (...) {
      stealing_.cancel();
      team_.fail();
    }
  }

  Workers<Worker> workers_;
  Mapping memory_;
  Stealing stealing_;
  std::uint64_t not_handed_out_before_ = 0;
  ThreadTeam team_;
};

}  // namespace

PARALLAX_RUNTIME(steal, Steal);

}  // namespace parallax
