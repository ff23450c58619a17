// SPDX-License-Identifier: MIT
//
// Generators against their published sequences.
#include "support/random.hpp"

#include <gtest/gtest.h>

namespace parallax {
namespace {

// The first numbers of S. Vigna's reference implementation (splitmix64.c) from the seeds 0 and 1234567.
TEST(SplitMix64, GivesTheReferencesNumbers) {
  SplitMix64 zero;
  EXPECT_EQ(zero.next(), 0xe220a8397b1dcdafu);
  EXPECT_EQ(zero.next(), 0x6e789e6aa1b965f4u);
  EXPECT_EQ(zero.next(), 0x06c45d188009454fu);
  SplitMix64 seeded(1234567);
  EXPECT_EQ(seeded.next(), 6457827717110365317u);
  EXPECT_EQ(seeded.next(), 3203168211198807973u);
}

TEST(SplitMix64, IsTheMixOfACounter) {
  SplitMix64 numbers(5);
  for (std::uint64_t i = 1; i < 100; ++i) EXPECT_EQ(numbers.next(), splitmix64(5 + i * golden_gamma));
}

// D. Knuth's constants, which have the full period by Hull and Dobell's theorem: the increment is odd, and
// the multiplier 1 modulo 4.
TEST(LinearCongruentialGenerator, IsKnuthsOfMmix) {
  EXPECT_EQ(lcg_next(0), 1442695040888963407u);
  EXPECT_EQ(lcg_next(1), 6364136223846793005u + 1442695040888963407u);
  EXPECT_EQ(lcg_increment % 2, 1u);
  EXPECT_EQ(lcg_multiplier % 4, 1u);
}

}  // namespace
}  // namespace parallax
