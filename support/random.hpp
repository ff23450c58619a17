// SPDX-License-Identifier: MIT
//
// Pseudo-random numbers that are the same on every machine, from two generators of 64 bits: SplitMix64, whose
// numbers look random in every bit, and a linear congruential generator, which is a multiply-add.
#pragma once

#include <cstdint>

namespace parallax {

// 2^64 divided by the golden ratio, made odd: multiples of it are spread evenly.
inline constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15u;

// SplitMix64's mix of a counter: G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number
// generators", OOPSLA 2014, with the constants of D. Stafford's variant 13.
constexpr std::uint64_t splitmix64(std::uint64_t counter) {
  counter = (counter ^ (counter >> 30)) * 0xbf58476d1ce4e5b9u;
  counter = (counter ^ (counter >> 27)) * 0x94d049bb133111ebu;
  return counter ^ (counter >> 31);
}

class SplitMix64 {
 public:
  constexpr explicit SplitMix64(std::uint64_t seed = 0) : state_(seed) {}

  constexpr std::uint64_t next() { return splitmix64(state_ += golden_gamma); }

 private:
  std::uint64_t state_;
};

// x -> a x + c modulo 2^64 with the constants of D. Knuth's MMIX ("The Art of Computer Programming",
// volume 2, 3.3.4). The low bits have short periods.
inline constexpr std::uint64_t lcg_multiplier = 6364136223846793005u;
inline constexpr std::uint64_t lcg_increment = 1442695040888963407u;
constexpr std::uint64_t lcg_next(std::uint64_t x) { return lcg_multiplier * x + lcg_increment; }

}  // namespace parallax
