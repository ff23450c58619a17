// SPDX-License-Identifier: MIT
//
// The chunks of a map, spread over workers that steal from each other: no counter that all of them share.
//
// Each worker begins with an equal part in the order of the chunks, and takes from it one at a time. Whoever
// has nothing left takes half of what another one has. So a chunk is only ever waited for by workers that
// have taken one with a higher number, as runtime.hpp wants it.
//
// It lies in memory that all workers share, threads or processes.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "runtimes/stealing/chunk_range.hpp"

namespace parallax {

class ChunkRanges {
 public:
  static constexpr std::size_t no_chunk = ChunkRange::no_chunk;

  // own: one for each worker, at the same address in all processes.
  explicit ChunkRanges(std::span<ChunkRange> own) : own_(own) {}

  // Before the workers begin with a job. Throws NotSupported for more than ChunkRange::most_chunks.
  void open(std::size_t chunks);
  // The next chunk for this worker; no_chunk when there is none that nobody has taken.
  std::size_t claim(int worker) {
    const std::size_t chunk = own_[static_cast<std::size_t>(worker)].take();
    return chunk != no_chunk ? chunk : steal(static_cast<std::size_t>(worker));
  }
  // Leaves no chunk to claim until the next open(). By any thread or process.
  void cancel();

 private:
  std::size_t steal(std::size_t thief);
  std::size_t steal_from(std::size_t victim, std::size_t thief);

  std::span<ChunkRange> own_;
  // Steals that have begun, times 2^32, and those that have not ended. Only so can a worker that finds nothing
  // anywhere know that nothing was on its way from one range to another meanwhile.
  alignas(128) std::atomic<std::uint64_t> steals_ = 0;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace parallax
