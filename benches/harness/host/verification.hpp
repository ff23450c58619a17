// SPDX-License-Identifier: MIT
//
// A wrong answer is never a fast answer: what a host checks before and after it measures.
//
//  - The output is poisoned first, so that a runtime which runs nothing cannot live off an earlier result.
//  - Chunks are counted while the verifying run goes on, because a chunk that runs twice leaves the same
//    bytes.
//  - The result is compared byte by byte with the serial one, and by the kernel with the known answer.
//
// Every function returns nothing if all is well, else what is wrong.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "benches/kernel.hpp"
#include "runtimes/arena.hpp"
#include "runtimes/job.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {

using Mistake = std::optional<std::string>;

// Fills the outputs of all jobs with a pattern that is no answer.
void poison(const Work& work);

// The result of a work: its last job's output.
std::span<const std::byte> result_of(const Work& work);

Mistake difference(std::span<const std::byte> result, std::span<const std::byte> expected, std::size_t items);

// A work's jobs, each wrapped so that it counts its chunks in the arena, where processes count too.
class CountedJobs {
 public:
  // `elsewhere`: items are looked at, where they ran, for what they leave (Work::side_effect_check).
  CountedJobs(const Work& work, Arena& arena, bool elsewhere = false);

  std::span<const MapJob> jobs() const { return wrapped_; }
  // Forgets what has run so far.
  void reset() const;
  // Whether every chunk of every job has run exactly once, with its right borders, wherever it ran.
  Mistake mistake(AnyRuntime& runtime) const;

 private:
  struct Counted {
    MapJob job;
    Work::SideEffectCheck side_effect_check;
    std::span<std::atomic<std::uint32_t>> runs;    // of each chunk
    std::span<std::atomic<std::uint32_t>> strays;  // one: ranges that are no chunk
  };
  static void run(const MapJob& wrapped, Range range, Worker& worker);

  std::vector<MapJob> wrapped_;
};

}  // namespace parallax
