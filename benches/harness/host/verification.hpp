// SPDX-License-Identifier: MIT
//
// A wrong answer is never a fast answer: what a host checks before and after it measures.
//
//  - The output is poisoned first, so that a runtime which runs nothing cannot live off an earlier result.
//  - Some chunks are held back, so that a runtime which does not wait for them is seen (stragglers.hpp).
//  - Chunks are counted while the verifying run goes on, because a chunk that runs twice leaves the same
//    bytes; so are the nodes of trees (counted_tree.hpp) and the tasks of graphs (counted_graph.hpp).
//  - The result is compared byte by byte with the serial one, and by the kernel with the known answer.
//
// Every function returns nothing if all is well, else what is wrong.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "benches/harness/host/counted_work.hpp"
#include "benches/harness/host/stragglers.hpp"
#include "benches/kernel.hpp"
#include "runtimes/arena.hpp"
#include "runtimes/job.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {

using Mistake = std::optional<std::string>;

// Fills the outputs of all jobs with a pattern that is no answer. The serial answer is made over another one than
// all others: an item that writes nothing does not agree with itself.
inline constexpr std::byte usual_poison{0xa5}, serial_poison{0x5a};
void poison(const Work& work, std::byte pattern = usual_poison);

Mistake difference(std::span<const std::byte> result, std::span<const std::byte> expected, std::size_t items);

// A work's jobs, each wrapped so that it counts its chunks in the arena, where processes count too.
class CountedJobs final : public CountedWork {
 public:
  // `elsewhere`: items are looked at, where they ran, for what they leave (Work::side_effect_check).
  CountedJobs(const Work& work, Arena& arena, bool elsewhere = false);

  std::span<const MapJob> jobs() const { return wrapped_; }
  // Runs all of them once, with stragglers, on a runtime of so many workers.
  void run(AnyRuntime& runtime, int workers) override;
  // Forgets what has run so far.
  void reset() override;
  // Whether every chunk of every job has run exactly once, with its right borders, wherever it ran, and
  // before the runtime came back.
  Mistake mistake(AnyRuntime& runtime) const override;

 private:
  struct Counted {
    MapJob job;
    Work::SideEffectCheck side_effect_check;
    std::span<std::atomic<std::uint32_t>> runs;    // of each chunk
    std::span<std::atomic<std::uint32_t>> strays;  // one: ranges that are no chunk
    // None where workers are elsewhere: there a result that nobody has waited for does not arrive at all.
    Stragglers* stragglers;
  };
  static const Counted& counted_of(const MapJob& wrapped);
  static void run_chunk(const MapJob& wrapped, Range range, Worker& worker);

  std::vector<MapJob> wrapped_;
  bool has_run_ = false;
  std::vector<std::size_t>
      unfinished_;  // of each job, when the runtime came back; empty if none was run here
};

}  // namespace parallax
