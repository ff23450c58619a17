// SPDX-License-Identifier: MIT
//
// The serial answer as 32 bytes, for hosts that cannot be given the file which holds it: SHA-256 and the
// length.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace parallax {

struct AnswerDigest {
  std::array<std::byte, 32> sha256{};
  std::uint64_t bytes = 0;

  bool operator==(const AnswerDigest&) const = default;
};

// Throws std::runtime_error if the library fails.
AnswerDigest digest_of(std::span<const std::byte> answer);

}  // namespace parallax
