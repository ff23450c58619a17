// SPDX-License-Identifier: MIT
//
// The common interface: the only thing that kernels and runtimes know about each other.
//
// A job is plain data and plain functions. It holds no captures and owns nothing, so a runtime may hand it to
// a thread, to a forked child or to a rank on another machine. What it points to lies in an Arena,
// which was mapped before the runtime started its first worker; `kernel` names constants of the program.
//
// This is the map. The other shapes are in tree_job.hpp (divide and conquer) and graph_job.hpp (tasks that wait for
// tasks). A further one is a further struct beside them and a further concept in runtime.hpp; runtimes that do not
// offer it stay as they are.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

#include "runtimes/support/program_function.hpp"

namespace parallax {

class Worker;

// Items [begin, end).
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::size_t size() const { return end - begin; }
};

// out[i] = f(params, in, i) for i in [0, items), handed out `grain` items at a time.
//
// Item i writes its own `out.size() / items` bytes of `out`, all of them and no others, may read all of
// `params`, and of `in` either its own `in_per_item` bytes or, if that is 0, all. What chunks tell each other
// while they run does not lie in `out`, which workers that share no memory have for themselves. `run`
// computes one chunk; it is the same machine code in every runtime. `items` may be 0; `grain` is at least 1.
//
// If `params_are_local`, params name things of the process (descriptors), and a worker that was not forked
// from this one uses the params that its own process has made. If `chunks_share`, chunks tell each other
// something while they run, through memory or descriptors, and cannot be apart.
//
// `kernel` names constants of the process that made the job; it is for that process' messages.
struct MapJob {
  std::string_view kernel;
  std::size_t items = 0;
  std::size_t grain = 1;
  std::span<const std::byte> params;
  std::span<const std::byte> in;
  std::size_t in_per_item = 0;
  std::span<std::byte> out;
  bool params_are_local = false;
  bool chunks_share = false;
  ProgramFunction<void(const MapJob& job, Range chunk, Worker& worker)> run{};
};
static_assert(std::is_trivially_copyable_v<MapJob>);

// How many chunks a job has. The borders depend on items and grain alone, never on the number of workers:
// that is why every runtime's result can be compared bit for bit, even where floating-point order matters.
inline std::size_t chunk_count(const MapJob& job) {
  return job.items / job.grain + (job.items % job.grain != 0);
}

// The items of chunk `index`, for index < chunk_count(job). The last chunk may be shorter.
inline Range chunk(const MapJob& job, std::size_t index) {
  const std::size_t begin = index * job.grain;
  return {begin, begin + std::min(job.grain, job.items - begin)};
}

}  // namespace parallax
