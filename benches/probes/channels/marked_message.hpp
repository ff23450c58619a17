// SPDX-License-Identifier: MIT
//
// Messages whose receiver can tell whether they are the right one and whole: a number at the beginning and at
// the end, and between the two a pattern of which every word is different.
//
// Numbering a message and looking at a few of its words takes a few nanoseconds, so that can be done while
// time is taken. Comparing all of it cannot, and is done outside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "support/random.hpp"

namespace parallax {

class MarkedMessage {
 public:
  static constexpr std::size_t least_bytes = sizeof(std::uint64_t);

  // The pattern, which `salt` chooses; numbers are put later.
  static void fill(std::span<std::byte> message, std::uint64_t salt) {
    for (std::size_t at = 0; at + word <= message.size(); at += word) put(message, at, pattern(salt, at));
    for (std::size_t at = message.size() / word * word; at < message.size(); ++at)
      message[at] = static_cast<std::byte>(pattern(salt, at));
  }
  static void number(std::span<std::byte> message, std::uint64_t number) {
    put(message, 0, number);
    const std::size_t end = end_of(message.size());
    std::memcpy(message.data() + end, &number, message.size() - end);
  }

  static std::uint64_t number_of(std::span<const std::byte> message) { return get(message, 0); }
  // Its number at both ends, and one word of the pattern, another one for each number.
  static bool looks_whole(std::span<const std::byte> message, std::uint64_t salt) {
    const std::uint64_t number = number_of(message);
    if (!ends_with(message, number)) return false;
    const std::size_t words = message.size() / word;
    if (words < 3) return true;
    // From the upper half of a product, so that no regular pattern of numbers misses a word.
    const std::size_t chosen = (number * golden_gamma >> 32) * (words - 2) >> 32;
    const std::size_t at = (1 + chosen) * word;
    return at + 2 * word > message.size() || get(message, at) == pattern(salt, at);
  }
  static bool is_whole(std::span<const std::byte> message, std::uint64_t salt) {
    if (!ends_with(message, number_of(message))) return false;
    const std::size_t end = end_of(message.size());
    std::size_t at = word;
    for (; at + word <= end; at += word) {
      if (get(message, at) != pattern(salt, at)) return false;
    }
    const std::uint64_t cut = pattern(salt, at);  // by the number at the end
    return at >= end || std::memcmp(&cut, message.data() + at, end - at) == 0;
  }

 private:
  static constexpr std::size_t word = sizeof(std::uint64_t);

  // Where the number at the end begins; below two words there is no room for all of it.
  static std::size_t end_of(std::size_t bytes) { return bytes < 2 * word ? word : bytes - word; }
  static bool ends_with(std::span<const std::byte> message, std::uint64_t number) {
    const std::size_t end = end_of(message.size());
    return std::memcmp(&number, message.data() + end, message.size() - end) == 0;
  }

  static std::uint64_t pattern(std::uint64_t salt, std::size_t at) {
    const std::uint64_t mixed = (salt + 1) * golden_gamma + at * 0xc2b2ae3d27d4eb4fu;
    return mixed ^ (mixed >> 29);
  }
  static std::uint64_t get(std::span<const std::byte> message, std::size_t at) {
    std::uint64_t value = 0;
    std::memcpy(&value, message.data() + at, word);
    return value;
  }
  static void put(std::span<std::byte> message, std::size_t at, std::uint64_t value) {
    std::memcpy(message.data() + at, &value, word);
  }
};

}  // namespace parallax
