// SPDX-License-Identifier: MIT
//
// forkserver: the pool of `fork`, its workers forked by a small fresh process. It is what Python uses by
// default since 3.14: no worker inherits the caller's threads and locks, and none pays for the caller's
// memory.
#include "runtimes/process/pool_runtime.hpp"

namespace parallax {
namespace {

class Forkserver : public PoolRuntime<StartMethod::forkserver> {
 public:
  static constexpr Facts facts{.name = "forkserver",
                               .summary = "the same pool of processes that a small server forks",
                               .library = {},
                               .processes = true,
                               .most_workers = 64};

  using PoolRuntime::PoolRuntime;
};

}  // namespace

PARALLAX_RUNTIME(forkserver, Forkserver);

}  // namespace parallax
