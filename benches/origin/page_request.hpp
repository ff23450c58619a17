// SPDX-License-Identifier: MIT
//
// What a request asks the origin for: "/?latency_us=50000&bytes=1024&seed=17". The kernel says everything, so
// that the origin keeps no state from which two runs could differ.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parallax {

inline constexpr std::chrono::microseconds max_page_latency = std::chrono::seconds(60);
inline constexpr std::size_t max_page_bytes = std::size_t{64} << 20;

struct PageRequest {
  std::chrono::microseconds latency{0};  // between the request's arrival and its answer
  std::size_t bytes = 1024;
  std::uint64_t seed = 0;
};

// The status to answer with: 200, and `request` is what the target asks for; 404 for any path but "/"; 400
// for keys and values that are unknown, no numbers or beyond the limits.
int parse_target(std::string_view target, PageRequest& request);

}  // namespace parallax
