// SPDX-License-Identifier: MIT
//
// SipHash-2-4 (J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF", 2012) of a few integers, as
// little-endian bytes, under the key that Task Bench has: the bytes 1, 2, ..., 15, 0.
#pragma once

#include <bit>
#include <cstdint>
#include <initializer_list>

namespace parallax {

class SipHash {
 public:
  constexpr void add(std::uint64_t word) {
    v3_ ^= word;
    mix(), mix();
    v0_ ^= word;
    ++words_;
  }
  constexpr std::uint64_t finish() {
    add(words_ * 8 << 56);  // the length in bytes, of which there are no odd ones
    v2_ ^= 0xff;
    mix(), mix(), mix(), mix();
    return v0_ ^ v1_ ^ v2_ ^ v3_;
  }

 private:
  static constexpr std::uint64_t key0 = 0x0807060504030201u, key1 = 0x000f0e0d0c0b0a09u;

  constexpr void mix() {
    v0_ += v1_, v1_ = std::rotl(v1_, 13) ^ v0_, v0_ = std::rotl(v0_, 32);
    v2_ += v3_, v3_ = std::rotl(v3_, 16) ^ v2_;
    v0_ += v3_, v3_ = std::rotl(v3_, 21) ^ v0_;
    v2_ += v1_, v1_ = std::rotl(v1_, 17) ^ v2_, v2_ = std::rotl(v2_, 32);
  }

  std::uint64_t v0_ = 0x736f6d6570736575u ^ key0, v1_ = 0x646f72616e646f6du ^ key1,
                v2_ = 0x6c7967656e657261u ^ key0, v3_ = 0x7465646279746573u ^ key1;
  std::uint64_t words_ = 0;
};

constexpr std::uint64_t siphash(std::initializer_list<std::uint64_t> words) {
  SipHash hash;
  for (const std::uint64_t word : words) hash.add(word);
  return hash.finish();
}

}  // namespace parallax
