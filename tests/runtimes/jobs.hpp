// SPDX-License-Identifier: MIT
//
// Jobs for tests of runtimes: each counts how often every item ran, in memory that processes share too, and
// has results that tell whether they arrived.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <span>

#include "runtimes/arena.hpp"
#include "runtimes/job.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/worker.hpp"

namespace parallax::testing {

// What the items of a job do beside being counted.
enum class Deed : std::uint32_t { nothing, throw_at, sleep_at, die_at };

struct Plan {
  Deed deed = Deed::nothing;
  std::uint64_t at = 0;                            // the item that does it
  pid_t spared = 0;                                // die_at: this process does not
  std::atomic<std::uint32_t>* strays = nullptr;    // ranges that were no chunk
  bool waits = true;                               // die_at: the spared one waits for the first death
  std::atomic<std::uint32_t>* deaths = nullptr;    // how many have begun to die
  std::atomic<std::uint32_t>* counters = nullptr;  // one for each item
};

class CountingJob {
 public:
  CountingJob(Arena& arena, std::size_t most_items);

  // The job for this many items of the memory made above, counters at zero.
  MapJob make(std::size_t items, std::size_t grain, Deed deed = Deed::nothing, std::uint64_t at = 0,
              bool waits = true);

  // Runs the job and counts what ran wherever it ran.
  void run(AnyRuntime& runtime, const MapJob& job, int times = 1);

  std::uint32_t runs(std::size_t item) const { return counters_[item]; }
  // How many of the first `items` items ran exactly once and left their result where it belongs.
  std::size_t ran_once(std::size_t items) const;
  std::uint32_t strays() const { return *strays_; }

 private:
  static void item(const MapJob& job, Range range, Worker& worker);

  std::span<Plan> plan_;
  std::span<std::atomic<std::uint32_t>> counters_;
  std::span<std::uint64_t> results_;
  std::span<std::atomic<std::uint32_t>> stray_counters_;
  std::atomic<std::uint32_t>* strays_;
  std::atomic<std::uint32_t>* deaths_;
};

}  // namespace parallax::testing
