// SPDX-License-Identifier: MIT
//
// A tree as a map, for workers that are reached by messages: the caller does the nodes near the root, level by level,
// until there are enough for all; each of these is an item of a map, with all that is below it. When their values are
// there the caller joins. So nodes travel to workers and values back, and nothing else.
//
// How large the parts are nobody knows before. Many more than workers, handed out one by one, even that out; a part
// that is larger than all others together does not get smaller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runtimes/job.hpp"
#include "runtimes/tree_job.hpp"
#include "runtimes/worker.hpp"

namespace parallax {

class TreeFrontier {
 public:
  // Parts for each worker, so that the last ones are short.
  static constexpr std::size_t parts_per_worker = 16;
  // Room for what is handed out at a time: a few thousand nodes.
  static constexpr std::size_t memory_bytes = std::size_t{128} << 10;

  // memory: of memory_bytes, where workers that have copies of memory have it too.
  explicit TreeFrontier(std::span<std::byte> memory) : memory_(memory) {}

  // Runs it with `map`, which does what a runtime's map() does and throws as it does. `caller` visits and joins.
  // One part: all of the tree is handed out.
  template <class Map>
  void run(const TreeJob& job, std::size_t parts, Worker& caller, Map map) {
    open(job);
    expand(parts, caller);
    std::size_t done = 0;
    do {  // without any part too: if workers have died, that is to be told
      const MapJob some = next_parts(done);
      map(some);
      done = take_values(some, done);
    } while (done < parts_.size());
    join(caller);
  }

 private:
  // A node that the caller has got: where its children are, if it has done it.
  struct Entry {
    std::uint32_t first = 0, count = 0;
    std::uint32_t depth = 0;
  };

  void open(const TreeJob& job);
  void expand(std::size_t parts, Worker& caller);
  // A map of as many of the parts as there is room for, from one on.
  MapJob next_parts(std::size_t from);
  std::size_t take_values(const MapJob& map, std::size_t from);
  void join(Worker& caller);
  std::byte* node(std::size_t entry) { return bytes_.data() + entry * stride_; }
  std::byte* value(std::size_t entry) { return node(entry) + job_.root.size(); }

  std::span<std::byte> memory_;
  TreeJob job_;
  std::size_t stride_ = 0;
  std::vector<Entry> entries_;        // parents before their children, which are next to each other
  std::vector<std::byte> bytes_;      // of each entry its node, then its value
  std::vector<std::uint32_t> parts_;  // entries that are handed out
};

}  // namespace parallax
