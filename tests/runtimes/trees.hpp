// SPDX-License-Identifier: MIT
//
// Trees for tests of runtimes: nodes have numbers, 0 for the root and 1 + arity * i, ... for the children of
// node i, as far as there are so many. Each counts how often it was visited and joined, in memory that
// processes share too.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <span>

#include "runtimes/arena.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/tree_job.hpp"

namespace parallax::testing {

// What a node does beside being counted.
enum class TreeDeed : std::uint32_t { nothing, throw_in_visit, throw_in_join, sleep, die };

struct TreePlan {
  std::uint64_t nodes = 0, arity = 2;
  TreeDeed deed = TreeDeed::nothing;
  std::uint64_t at = 0;  // the node that does it
  pid_t spared = 0;      // die: this process does not, and waits until another one has
  std::atomic<std::uint32_t>* deaths = nullptr;
  std::atomic<std::uint32_t>* visits = nullptr;  // of each node
  std::atomic<std::uint32_t>* joins = nullptr;
};

class CountingTree {
 public:
  CountingTree(Arena& arena, std::size_t most_nodes);

  // The tree with so many nodes, all counters at zero.
  TreeJob make(std::uint64_t nodes, std::uint64_t arity, TreeDeed deed = TreeDeed::nothing,
               std::uint64_t at = 0);

  // Where workers have copies of memory they get what make() has changed, and what they have counted is added up.
  void push_to(AnyRuntime& runtime) const;
  void add_up_from(AnyRuntime& runtime) const;
  void run(AnyRuntime& runtime, const TreeJob& job) const;

  // Whether the value is that of the tree, and which nodes have not been visited and joined as often.
  bool is_right() const;
  std::size_t done_times(std::uint32_t times) const;
  std::uint32_t visits(std::size_t node) const { return plan_[0].visits[node]; }

 private:
  std::span<TreePlan> plan_;
  std::span<std::uint64_t> root_, out_;
  std::span<std::atomic<std::uint32_t>> counters_;
  std::size_t most_nodes_;
};

}  // namespace parallax::testing
