// SPDX-License-Identifier: MIT
//
// fork-steal: the workers of `steal` as forked processes that share the arena and nothing else. They steal
// from each other in shared memory and never hold a lock. How a worker's death is dealt with:
// process/steal_pool.hpp.
#include "runtimes/process/steal_pool.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/stealing/stealing.hpp"
#include "runtimes/support/cpus.hpp"

namespace parallax {
namespace {

class ForkSteal {
 public:
  static constexpr Facts facts{
      .name = "fork-steal",
      .summary = "forked processes with work of their own, which steal from each other",
      .library = {},
      .processes = true,
      .most_workers = 64,
      .most_chunks = ChunkRange::most_chunks,
      .steals = true};

  explicit ForkSteal(const Settings& settings)
      : pool_({.workers = settings.workers, .spin = spin_budget_for(settings.workers)}) {}

  void map(const MapJob& job) { pool_.map(job); }
  void tree(const TreeJob& job) { pool_.tree(job); }
  void graph(const GraphJob& job) { pool_.graph(job); }
  Usage usage() { return pool_.usage(); }
  void stop() { pool_.stop(); }

  void restart_counters() { not_handed_out_before_ = pool_.not_handed_out(); }
  std::vector<Counter> counters() const {
    return not_handed_out_counter(pool_.not_handed_out() - not_handed_out_before_);
  }

 private:
  StealPool pool_;
  std::uint64_t not_handed_out_before_ = 0;
};

}  // namespace

PARALLAX_RUNTIME(fork_steal, ForkSteal);

}  // namespace parallax
