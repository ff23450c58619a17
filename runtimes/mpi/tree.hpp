// SPDX-License-Identifier: MIT
//
// A binomial tree over ranks 0 ... n-1 with rank 0 at its root, as MPI libraries broadcast small messages:
// all have it after log2(n) steps, and nobody sends more than log2(n) times.
#pragma once

namespace parallax {

// Calls f(child) for each rank that gets the message from `rank`, the one with the most below it first.
template <class F>
void for_each_child(int rank, int n, F f) {
  // Rank r has its parent at r without its lowest bit, and children at r + bit for all lower bits.
  int bit = 1;
  while (bit < n && (rank & bit) == 0) bit <<= 1;
  for (bit >>= 1; bit > 0; bit >>= 1) {
    if (rank + bit < n) f(rank + bit);
  }
}

// Who sends to `rank` (not 0). The ranks below a rank are the next ones, without a gap: shares of a static
// schedule that lie below a rank are one block.
inline int parent_of(int rank) { return rank & (rank - 1); }

}  // namespace parallax
