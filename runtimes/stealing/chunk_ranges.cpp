// SPDX-License-Identifier: MIT
#include "runtimes/stealing/chunk_ranges.hpp"

#include <fmt/format.h>
#include <sched.h>

#include "runtimes/not_supported.hpp"
#include "runtimes/support/spin.hpp"

namespace parallax {
namespace {

constexpr std::uint64_t begun = (std::uint64_t{1} << 32) + 1, ended = 1;

bool any_on_its_way(std::uint64_t steals) { return (steals & 0xffffffff) != 0; }

}  // namespace

void ChunkRanges::open(std::size_t chunks) {
  if (chunks > ChunkRange::most_chunks)
    throw NotSupported(
        fmt::format("{} chunks are more than the {} that ranges can hold", chunks, ChunkRange::most_chunks));
  cancelled_.store(false, std::memory_order_relaxed);
  steals_.store(0, std::memory_order_relaxed);  // a thief that has died never ended
  const std::size_t each = chunks / own_.size(), more = chunks % own_.size();
  for (std::size_t i = 0, begin = 0; i < own_.size() && begin < chunks; ++i) {
    const std::size_t end = begin + each + (i < more ? 1 : 0);
    own_[i].put({begin, end});
    begin = end;
  }
}

void ChunkRanges::cancel() {
  cancelled_.store(true, std::memory_order_seq_cst);
  for (ChunkRange& range : own_) range.clear();
}

std::size_t ChunkRanges::steal(std::size_t thief) {
  for (int round = 1; !cancelled_.load(std::memory_order_seq_cst); ++round) {
    const std::uint64_t before = steals_.load(std::memory_order_seq_cst);
    for (std::size_t i = 1; i < own_.size(); ++i) {
      const std::size_t victim = (thief + i) % own_.size();
      if (!own_[victim].any()) continue;
      if (const std::size_t chunk = steal_from(victim, thief); chunk != no_chunk) return chunk;
    }
    // Nobody had anything, at one moment: nothing was moved from before the first look until after the last.
    if (!any_on_its_way(before) && steals_.load(std::memory_order_seq_cst) == before) return no_chunk;
    if (round % 32 == 0) {
      sched_yield();  // whoever moves something may wait for this processor
    } else {
      pause_processor();
    }
  }
  return no_chunk;
}

std::size_t ChunkRanges::steal_from(std::size_t victim, std::size_t thief) {
  steals_.fetch_add(begun, std::memory_order_seq_cst);
  const Range half = own_[victim].take_half();
  if (half.size() > 1) {
    own_[thief].put({half.begin + 1, half.end});
    // cancel() says so first and clears then: one of the two sees the other.
    if (cancelled_.load(std::memory_order_seq_cst)) own_[thief].clear();
  }
  steals_.fetch_sub(ended, std::memory_order_seq_cst);
  return half.size() == 0 ? no_chunk : half.begin;
}

}  // namespace parallax
