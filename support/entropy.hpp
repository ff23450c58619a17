// SPDX-License-Identifier: MIT
//
// Random bytes from the kernel, for keys.
#pragma once

#include <sys/random.h>

#include <cstddef>
#include <span>

#include "support/retry.hpp"
#include "support/system_error.hpp"

namespace parallax {

// At most 256 bytes, which the kernel gives whole. Throws std::system_error.
inline void fill_with_entropy(std::span<std::byte> bytes) {
  check(retry_on_interrupt([&] { return getrandom(bytes.data(), bytes.size(), 0); }), "getrandom");
}

}  // namespace parallax
