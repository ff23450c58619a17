// SPDX-License-Identifier: MIT
//
// What `http_get` and `crawl` have in common: pages of the origin, asked for with a latency and a size,
// timed, and checked byte by byte.
#pragma once

#include <cstdint>
#include <span>

#include "benches/support/http_client.hpp"
#include "runtimes/arena.hpp"
#include "runtimes/support/histogram.hpp"

namespace parallax {

// Plain data for a job's params.
struct Pages {
  const OriginAddress* origin = nullptr;
  std::uint64_t latency_us = 0;
  std::uint64_t bytes = 0;
  bool keep_alive = true;
  const std::byte* first = nullptr;  // the right page of an origin that is not our own
  Histogram* latencies = nullptr;

  // Gets the page of this seed over the worker's kept connection, hands its pieces to `sink`, once they are
  // found to be right, and records how long that took. Throws std::runtime_error if it is not the right page.
  void fetch(std::uint64_t seed, Worker& worker, const HttpClient::Sink& sink) const;
};

// Pages of `bytes` after `latency_us`, with a histogram in the arena. Of an origin that is not our own the
// page is fetched once, as what every later one is compared with. Throws NotSupported if that origin has no
// way to be told a latency, std::runtime_error if it cannot be reached or its page has another size.
Pages make_pages(const OriginAddress& origin, Arena& arena, std::uint64_t latency_us, std::uint64_t bytes,
                 bool keep_alive);

}  // namespace parallax
