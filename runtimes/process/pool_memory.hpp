// SPDX-License-Identifier: MIT
//
// What the processes of a ProcessPool share: this, in one mapping, and the slots of its workers behind it.
#pragma once

#include <new>

#include "runtimes/process/pool.hpp"

namespace parallax {

struct ProcessPool::Shared {
  Shared(int slots, const PoolOptions& options)
      : team({reinterpret_cast<ProcessTeam::Slot*>(this + 1), static_cast<std::size_t>(slots)}, options.spin,
             options.on_death == OnDeath::retry || options.chunks_per_worker != 0),
        initializer(options.initializer),
        most_chunks(options.chunks_per_worker) {
    for (int i = 0; i < slots; ++i) new (&team.slot(i)) ProcessTeam::Slot;
  }

  ProcessTeam team;
  ProgramFunction<void(Worker&)> initializer;
  std::size_t most_chunks;
};

}  // namespace parallax
