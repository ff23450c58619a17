// SPDX-License-Identifier: MIT
//
// SHA-1 (FIPS 180-4) of messages of a few words: one block, which is all that a stream of random numbers needs.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace parallax {

// Numbers, not bytes: word 0 is the first four bytes of the message or the digest, most significant first.
using Sha1Digest = std::array<std::uint32_t, 5>;

template <std::size_t words>
constexpr Sha1Digest sha1(const std::array<std::uint32_t, words>& message) {
  static_assert(words <= 13, "with its padding a message has to fit into one block");
  std::array<std::uint32_t, 16> w{};
  for (std::size_t i = 0; i < words; ++i) w[i] = message[i];
  w[words] = 0x80000000;
  w[15] = 32 * words;

  constexpr Sha1Digest start{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  auto [a, b, c, d, e] = start;
  for (std::size_t t = 0; t < 80; ++t) {
    if (t >= 16) w[t % 16] = std::rotl(w[(t + 13) % 16] ^ w[(t + 8) % 16] ^ w[(t + 2) % 16] ^ w[t % 16], 1);
    const std::uint32_t f = t < 20   ? (b & c) | (~b & d)
                            : t < 40 ? b ^ c ^ d
                            : t < 60 ? (b & c) | (b & d) | (c & d)
                                     : b ^ c ^ d;
    const std::uint32_t k = t < 20 ? 0x5a827999 : t < 40 ? 0x6ed9eba1 : t < 60 ? 0x8f1bbcdc : 0xca62c1d6;
    const std::uint32_t next = std::rotl(a, 5) + f + e + k + w[t % 16];
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = next;
  }
  return {start[0] + a, start[1] + b, start[2] + c, start[3] + d, start[4] + e};
}

}  // namespace parallax
