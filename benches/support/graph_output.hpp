// SPDX-License-Identifier: MIT
//
// What a task of a graph writes: its value, and in every byte who has written it in which run. So whoever reads it can
// tell whether it is what it had to find, in timed runs too.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "runtimes/graph_job.hpp"

namespace parallax {

// An output: this pair of words, as often as it has room for it.
struct GraphOutput {
  std::uint64_t value, value_and_mark;

  static constexpr std::uint64_t lost =
      0x6c6f737420696e70u;  // changes a mark into that of a task that found no input

  static std::uint64_t mark(GraphTask task, std::uint64_t round) {
    return (std::uint64_t{task.step} << 32 | task.point) ^ 0xb5297a4d1c85e36bu ^ round * 0x9e3779b97f4a7c15u;
  }

  static void write(const GraphJob& job, GraphTask task, std::uint64_t value, std::uint64_t mark) {
    auto* const pairs = reinterpret_cast<GraphOutput*>(output_of(job, task));
    for (std::size_t i = 0; i < job.output_bytes / sizeof(GraphOutput); ++i) pairs[i] = {value, value ^ mark};
  }
  // What distinguishes it from an output of this mark; 0 if every byte of it is right.
  static std::uint64_t difference(const GraphJob& job, GraphTask task, std::uint64_t mark) {
    const auto* const pairs = reinterpret_cast<const GraphOutput*>(output_of(job, task));
    std::uint64_t wrong = pairs[0].value ^ pairs[0].value_and_mark ^ mark;
    for (std::size_t i = 1; i < job.output_bytes / sizeof(GraphOutput); ++i)
      wrong |= (pairs[i].value ^ pairs[0].value) | (pairs[i].value_and_mark ^ pairs[0].value_and_mark);
    return wrong;
  }
  static std::uint64_t value_of(const GraphJob& job, GraphTask task) {
    return reinterpret_cast<const GraphOutput*>(output_of(job, task))->value;
  }
};
static_assert(sizeof(GraphOutput) == 16);

// The first task of any run that did not find its input, in memory that all workers share.
struct LostInput {
  std::atomic<std::uint32_t> tasks = 0;
  GraphTask reader, input;
};

// What is wrong with a graph's outputs after round 0, or with any of its runs. For every graph kernel the same.
std::optional<std::string> mistake_of_outputs(const GraphJob& job, const LostInput& lost);
// The steps of a job and how many tasks and dependences there are. Throws NotSupported for graphs that are too large.
struct GraphCounts {
  std::uint64_t tasks = 0, dependences = 0;
};
GraphCounts counts_of(const GraphJob& job);
void require_room(std::uint64_t tasks, std::size_t output_bytes);

}  // namespace parallax
