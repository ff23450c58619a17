// SPDX-License-Identifier: MIT
//
// fork: a pool of forked processes that share the arena and nothing else. Chunks are claimed in shared memory
// and results are written straight into the arena, which every process has at the same address: no pipe and
// no pickling, the least that processes can cost.
#include "runtimes/process/pool_runtime.hpp"

namespace parallax {
namespace {

class Fork : public PoolRuntime<StartMethod::fork> {
 public:
  static constexpr Facts facts{.name = "fork",
                               .summary = "a pool of forked processes that share the arena",
                               .library = {},
                               .processes = true,
                               .most_workers = 64};

  using PoolRuntime::PoolRuntime;
};

}  // namespace

PARALLAX_RUNTIME(fork, Fork);

}  // namespace parallax
