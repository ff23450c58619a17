// SPDX-License-Identifier: MIT
//
// What the workers of a cell did and when: each region, and in it what each worker did from its beginning to its end.
// Arithmetic alone.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "benches/harness/trace_slice.hpp"

namespace parallax {

// What a worker does between the calls of kernel code, or in them.
enum class Doing {
  calls,    // kernel code
  getting,  // work: claims, waits, looks around
  stealing,
  waiting  // for the others, at the end of a region
};

struct Span {
  Doing doing = Doing::calls;
  std::int64_t begin = 0, end = 0;  // nanoseconds since the first region began
  std::int64_t asleep = 0;          // of it; where in it is not known
  std::int64_t waited = 0;          // of it: could run and had no processor
  TraceSlice calls{};               // if it is of kernel code
};

struct Timeline {
  struct Region {
    std::int64_t begin = 0, end = 0;
  };
  struct Row {
    std::vector<Span> spans;  // one after the other, without gaps within a region
    std::uint64_t lost = 0;   // calls that had no room
    bool moved = false;  // the worker's clock is another one; its calls were moved to end with the region
  };

  std::string cell;
  std::string_view call;  // "chunk", "node" or "task"
  std::vector<Region> regions;
  std::vector<Row> rows;  // of each worker
};

// From what a host has told of so many workers.
Timeline timeline_of(std::string cell, std::string_view call, int workers, std::span<const TraceSlice> told);

// "getting work"; of calls, what the timeline calls one.
std::string_view name_of(Doing doing, const Timeline& timeline);

}  // namespace parallax
