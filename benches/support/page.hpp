// SPDX-License-Identifier: MIT
//
// What the origin serves: pages cut out of one table of invented lines, the same in every process and on
// every machine. The origin sends them without making them, and a kernel checks every byte it has received
// without asking anybody.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace parallax {

inline constexpr std::size_t page_line_bytes = 64;

// 1 MiB of lines of 64 bytes, each a link with a number of its own, ending in '\n'. Made at the first call.
std::span<const char> page_table();

// Where in the table the body for `seed` begins: always at a line. Behind the table's end it goes on at its
// beginning.
std::size_t page_offset(std::uint64_t seed);

// Whether `bytes` are those of the body for `seed` from its byte `at` on.
bool page_matches(std::uint64_t seed, std::size_t at, std::span<const std::byte> bytes);

}  // namespace parallax
