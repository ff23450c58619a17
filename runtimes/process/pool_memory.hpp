// SPDX-License-Identifier: MIT
//
// What the processes of a ProcessPool share: this, in one mapping, and behind it the slots of its workers and
// the list of the memory that they map before they are ready.
#pragma once

#include <memory>
#include <new>
#include <span>

#include "runtimes/process/pool.hpp"

namespace parallax {

struct ProcessPool::Shared {
  Shared(int slots, const PoolOptions& options, std::span<const SharedMapping> to_map)
      : team({reinterpret_cast<ProcessTeam::Slot*>(this + 1), static_cast<std::size_t>(slots)}, options.spin,
             options.on_death == OnDeath::retry || options.chunks_per_worker != 0),
        initializer(options.initializer),
        most_chunks(options.chunks_per_worker) {
    for (int i = 0; i < slots; ++i) new (&team.slot(i)) ProcessTeam::Slot;
    auto* const list =
        reinterpret_cast<SharedMapping*>(reinterpret_cast<ProcessTeam::Slot*>(this + 1) + slots);
    std::uninitialized_copy(to_map.begin(), to_map.end(), list);
    memory = {list, to_map.size()};
  }

  static std::size_t bytes(int slots, std::size_t mappings) {
    return sizeof(Shared) + static_cast<std::size_t>(slots) * sizeof(ProcessTeam::Slot) +
           mappings * sizeof(SharedMapping);
  }

  ProcessTeam team;
  ProgramFunction<void(Worker&)> initializer;
  std::size_t most_chunks;
  std::span<const SharedMapping> memory;
};

}  // namespace parallax
