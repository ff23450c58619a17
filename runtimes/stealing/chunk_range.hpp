// SPDX-License-Identifier: MIT
//
// The chunks that belong to one worker and that nobody has taken: begin and end in one word, on cache lines of
// its own. The owner takes from the front and shares nothing with anybody while it does; a thief takes half of
// what is left, from the back, in one step as well.
//
// Every chunk is in one range at most and never comes back to one, so a word that looks as before means what
// it meant before: compare-and-swap needs no further mark.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "runtimes/job.hpp"

namespace parallax {

// Atomic: std::atomic, or a model's, with which a test tries every order of a few operations.
template <template <class> class Atomic>
class BasicChunkRange {
 public:
  static constexpr std::size_t no_chunk = std::numeric_limits<std::size_t>::max();
  // Numbers of chunks are below this, so that an owner who looks into an empty range never carries into the
  // other half of the word.
  static constexpr std::size_t most_chunks = std::size_t{1} << 31;

  // By the owner, whose range is empty; or by anybody while no job is open.
  void put(Range chunks) { word_.store(word(chunks), std::memory_order_seq_cst); }
  void clear() { put({}); }

  // By the owner: the first chunk, or no_chunk. It always adds, so it never has to try again.
  std::size_t take() {
    const Range before = range(word_.fetch_add(1, std::memory_order_relaxed));
    return before.begin < before.end ? before.begin : no_chunk;
  }

  // By others. Half may be nothing: there was nothing left, or somebody else was quicker.
  bool any() const {
    const Range now = range(word_.load(std::memory_order_seq_cst));
    return now.begin < now.end;
  }
  Range take_half() {
    std::uint64_t before = word_.load(std::memory_order_seq_cst);
    const Range all = range(before);
    if (all.begin >= all.end) return {};
    const Range half{all.begin + all.size() / 2, all.end};
    return word_.compare_exchange_strong(before, word({all.begin, half.begin}), std::memory_order_seq_cst)
               ? half
               : Range{};
  }

 private:
  static std::uint64_t word(Range chunks) { return chunks.end << 32 | chunks.begin; }
  static Range range(std::uint64_t word) { return {word & 0xffffffff, word >> 32}; }

  alignas(128) Atomic<std::uint64_t> word_ = 0;
};

using ChunkRange = BasicChunkRange<std::atomic>;

}  // namespace parallax
