// SPDX-License-Identifier: MIT
//
// Graphs for tests of runtimes: steps of different points, inputs of the step before and of the third before, and
// tasks in all steps that have none. Each task counts how often it ran, in memory that processes share too.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <span>

#include "runtimes/arena.hpp"
#include "runtimes/graph_job.hpp"
#include "runtimes/runtime.hpp"

namespace parallax::testing {

// What a task does beside being counted.
enum class GraphDeed : std::uint32_t { nothing, throws, sleep, die };

struct GraphPlan {
  std::uint32_t steps = 0, width = 0;
  GraphDeed deed = GraphDeed::nothing;
  std::uint64_t at = 0;  // the number of the task that does it
  pid_t spared = 0;      // die: this process does not, and waits until another one has
  bool copies = false;   // workers have copies of memory, so they do not know what others have counted
  std::atomic<std::uint32_t>* deaths = nullptr;
  std::atomic<std::uint32_t>* early = nullptr;  // tasks that began before their inputs were there
  std::atomic<std::uint32_t>* runs = nullptr;   // of each task
};

class CountingGraph {
 public:
  CountingGraph(Arena& arena, std::size_t most_tasks);

  // The graph of so many steps, all counters at zero.
  GraphJob make(std::uint32_t steps, std::uint32_t width, GraphDeed deed = GraphDeed::nothing,
                std::uint64_t at = 0);

  // Where workers have copies of memory they get what make() has changed, and what they have counted is added up.
  void push_to(AnyRuntime& runtime) const;
  void add_up_from(AnyRuntime& runtime) const;
  void run(AnyRuntime& runtime, const GraphJob& job) const;

  std::size_t tasks() const;
  // Whether all outputs are those of the graph, and how many tasks have run so often.
  bool is_right() const;
  std::size_t done_times(std::uint32_t times) const;
  std::uint32_t early() const { return *plan_[0].early; }

 private:
  std::span<GraphPlan> plan_;
  std::span<GraphStep> steps_;
  std::span<std::byte> out_;
  std::span<std::atomic<std::uint32_t>> counters_;
  std::size_t most_tasks_;
  GraphJob job_;
};

}  // namespace parallax::testing
