// SPDX-License-Identifier: MIT
//
// What the processes of a StealPool share, in one mapping: this, behind it the slots of its workers and the
// list of the memory that they map before they are ready, and from the next page on what they steal.
#pragma once

#include <algorithm>
#include <memory>
#include <new>
#include <span>

#include "runtimes/process/process_team.hpp"
#include "runtimes/process/steal_pool.hpp"
#include "runtimes/stealing/stealing.hpp"

namespace parallax {

struct StealPool::Shared {
  // At the begin of `all`, which has bytes() bytes.
  Shared(std::span<std::byte> all, const StealPoolOptions& options, std::span<const SharedMapping> to_map)
      : team(make_slots(options.workers - 1), options.spin, false),
        stealing(all.subspan(own_bytes(options.workers, to_map.size())), options.workers, options.spin) {
    auto* const list = reinterpret_cast<SharedMapping*>(reinterpret_cast<ProcessTeam::Slot*>(this + 1) +
                                                        (options.workers - 1));
    std::uninitialized_copy(to_map.begin(), to_map.end(), list);
    memory = {list, to_map.size()};
  }

  static std::size_t bytes(int workers, std::size_t mappings) {
    return own_bytes(workers, mappings) + Stealing::bytes(workers);
  }

  ProcessTeam team;
  Stealing stealing;
  std::span<const SharedMapping> memory;

 private:
  static std::size_t own_bytes(int workers, std::size_t mappings) {
    const std::size_t slots = static_cast<std::size_t>(workers - 1) * sizeof(ProcessTeam::Slot);
    return (sizeof(Shared) + slots + mappings * sizeof(SharedMapping) + 4095) / 4096 * 4096;
  }
  std::span<ProcessTeam::Slot> make_slots(int count) {
    auto* const first = reinterpret_cast<ProcessTeam::Slot*>(this + 1);
    std::uninitialized_value_construct_n(first, count);
    return {first, static_cast<std::size_t>(count)};
  }
};

}  // namespace parallax
