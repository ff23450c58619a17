// SPDX-License-Identifier: MIT
//
// Who gets which chunk where workers steal from each other: each chunk goes to one worker, once, and nobody is
// sent away while something is left. PARALLAX_STEALS=1000000000 claims that many chunks.
#include "runtimes/stealing/chunk_ranges.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <thread>
#include <vector>

#include "runtimes/not_supported.hpp"
#include "support/random.hpp"

namespace parallax {
namespace {

std::uint64_t wanted_claims() {
  const char* const given = std::getenv("PARALLAX_STEALS");
  return given ? std::strtoull(given, nullptr, 10) : 200'000;
}

class Chunks : public ::testing::TestWithParam<int> {
 protected:
  std::vector<ChunkRange> own_{static_cast<std::size_t>(GetParam())};
  ChunkRanges ranges_{own_};
};

TEST_P(Chunks, GoToASingleWorkerInAscendingOrderWhileNobodySteals) {
  const int last = GetParam() - 1;
  ranges_.open(1000);
  // The last worker's own part first, from its front.
  std::size_t previous = ranges_.claim(last);
  EXPECT_EQ(previous, 1000 - 1000 / own_.size());
  for (std::size_t i = 1; i < 1000 / own_.size(); ++i) EXPECT_EQ(ranges_.claim(last), ++previous);
  std::vector<bool> seen(1000);
  std::size_t count = 1000 / own_.size();
  for (auto c = ranges_.claim(last); c != ChunkRanges::no_chunk; c = ranges_.claim(last), ++count) {
    EXPECT_FALSE(seen[c]);
    seen[c] = true;
  }
  EXPECT_EQ(count, 1000u);
}

TEST_P(Chunks, AreEachClaimedOnceByAnyNumberOfWorkers) {
  const std::size_t count = own_.size();
  std::vector<std::atomic<std::uint32_t>> claims(5000);
  for (std::uint64_t done = 0, round = 0; done < wanted_claims(); ++round) {
    // Mostly few chunks, for then everybody steals.
    const std::size_t chunks = round % 8 == 0 ? claims.size() : splitmix64(round) % (4 * count);
    ranges_.open(chunks);
    std::vector<std::jthread> others;
    const auto work = [&](int worker) {
      for (auto c = ranges_.claim(worker); c != ChunkRanges::no_chunk; c = ranges_.claim(worker))
        claims[c].fetch_add(1, std::memory_order_relaxed);
    };
    for (std::size_t i = 1; i < count; ++i) others.emplace_back(work, static_cast<int>(i));
    work(0);
    others.clear();
    for (std::size_t c = 0; c < claims.size(); ++c)
      ASSERT_EQ(claims[c].exchange(0), c < chunks ? 1u : 0u) << "chunk " << c << " of " << chunks;
    done += chunks + 100;
  }
}

// Whoever is sent away early leaves what it should have done to others, one after the other.
TEST_P(Chunks, AreAllTakenBeforeAWorkerIsSentAway) {
  const std::size_t count = own_.size();
  for (int round = 0; round < 300; ++round) {
    const std::size_t chunks = 2 * count;
    std::atomic<std::size_t> taken = 0;
    ranges_.open(chunks);
    std::vector<std::jthread> all;
    for (std::size_t i = 0; i < count; ++i) {
      all.emplace_back([&, i] {
        while (ranges_.claim(static_cast<int>(i)) != ChunkRanges::no_chunk) ++taken;
        // A claim that others are about to count is one that has been made.
        EXPECT_GE(taken + count - 1, chunks);
      });
    }
  }
}

TEST_P(Chunks, AreGoneOnceTheyHaveBeenCancelled) {
  for (int round = 0; round < 100; ++round) {
    ranges_.open(100'000'000);
    std::vector<std::jthread> others;
    for (int i = 1; i < GetParam(); ++i) {
      others.emplace_back([&, i] {
        while (ranges_.claim(i) != ChunkRanges::no_chunk) std::this_thread::yield();
      });
    }
    ranges_.claim(0);
    ranges_.cancel();
    others.clear();  // which ends
    for (int i = 0; i < GetParam(); ++i) EXPECT_EQ(ranges_.claim(i), ChunkRanges::no_chunk);
  }
}

TEST_P(Chunks, MayBeNoneAndNotTooMany) {
  ranges_.open(0);
  EXPECT_EQ(ranges_.claim(0), ChunkRanges::no_chunk);
  EXPECT_THROW(ranges_.open(ChunkRange::most_chunks + 1), NotSupported);
  ranges_.open(ChunkRange::most_chunks);
  EXPECT_EQ(ranges_.claim(0), 0u);
}

INSTANTIATE_TEST_SUITE_P(Workers, Chunks, ::testing::Values(1, 2, 3, 8));

}  // namespace
}  // namespace parallax
