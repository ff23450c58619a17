// SPDX-License-Identifier: MIT
// The unit of the memory that these tests use.
#pragma once

#include <cstddef>

namespace parallax {

inline constexpr std::size_t megabyte = std::size_t{1} << 20;

}  // namespace parallax
