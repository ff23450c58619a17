// SPDX-License-Identifier: MIT
//
// A ProcessPool as a runtime: what `fork`, `fork-spawn` and `forkserver` share. They differ in how their
// workers come to life, and in nothing after that.
#pragma once

#include "runtimes/process/pool.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/support/cpus.hpp"

namespace parallax {

template <StartMethod method>
class PoolRuntime {
 public:
  explicit PoolRuntime(const Settings& settings)
      : pool_({.workers = settings.workers,
               .start = method,
               .map_memory_first = true,
               .spin = spin_budget_for(settings.workers)}) {}

  void map(const MapJob& job) { pool_.map(job); }
  Usage usage() { return pool_.usage(); }
  void stop() { pool_.stop(); }

 private:
  ProcessPool pool_;
};

}  // namespace parallax
