// SPDX-License-Identifier: MIT
//
// fork-spawn: the pool of `fork`, its workers started as fresh programs that map the arena where the caller
// has it. Once they run there is no difference; what differs is what starting them costs and what they
// inherit.
#include "runtimes/process/pool_runtime.hpp"

namespace parallax {
namespace {

class ForkSpawn : public PoolRuntime<StartMethod::spawn> {
 public:
  static constexpr Facts facts{.name = "fork-spawn",
                               .summary = "the same pool of processes that are fresh programs",
                               .library = {},
                               .processes = true,
                               .most_workers = 64};

  using PoolRuntime::PoolRuntime;
};

}  // namespace

PARALLAX_RUNTIME(fork_spawn, ForkSpawn);

}  // namespace parallax
