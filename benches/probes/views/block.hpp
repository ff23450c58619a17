// SPDX-License-Identifier: MIT
//
// What views move: blocks of words, each of which says whose it is, where in the block and of which making.
// So what is lost, doubled, damaged or left from before is noticed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "support/random.hpp"

namespace parallax {

using Words = std::span<std::uint64_t>;
using ConstWords = std::span<const std::uint64_t>;

// A block is made anew by another `making`; `owner` is the rank that has it or shall have it.
struct Origin {
  std::uint64_t making = 0;
  std::uint64_t owner = 0;
};

// The word at `i`: SplitMix64, so that no two words that belong to different places are alike.
inline std::uint64_t word_of(Origin origin, std::size_t i) {
  return splitmix64((origin.making << 40) + (origin.owner << 32) + i + golden_gamma);
}

inline void fill(Words block, Origin origin) {
  for (std::size_t i = 0; i < block.size(); ++i) block[i] = word_of(origin, i);
}

// Between its ends, which stamps are for.
inline bool has_body(ConstWords block, Origin origin) {
  for (std::size_t i = 1; i + 1 < block.size(); ++i) {
    if (block[i] != word_of(origin, i)) return false;
  }
  return true;
}

// Marks both ends, which takes no time even if the block is large: every transfer carries another stamp.
inline void stamp(Words block, std::uint64_t value) { block.front() = block.back() = value; }
inline bool has_stamp(ConstWords block, std::uint64_t value) {
  return block.front() == value && block.back() == value;
}

}  // namespace parallax
