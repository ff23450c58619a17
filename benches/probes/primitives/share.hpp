// SPDX-License-Identifier: MIT
//
// How much of an iteration each of several workers does: as equal as can be, all of it together.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parallax {

inline std::int64_t share_of(int worker, int workers, std::size_t items) {
  const auto count = static_cast<std::size_t>(workers);
  return static_cast<std::int64_t>(items / count + (static_cast<std::size_t>(worker) < items % count));
}

}  // namespace parallax
