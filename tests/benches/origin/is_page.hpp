// SPDX-License-Identifier: MIT
// Whether a body is the origin's page of that seed, all of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "benches/support/page.hpp"

namespace parallax {

inline bool is_page(std::uint64_t seed, const std::string& body) {
  return page_matches(seed, 0, std::as_bytes(std::span(body)));
}

}  // namespace parallax
