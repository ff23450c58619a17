// SPDX-License-Identifier: MIT
//
// The work of a pool whose workers steal from each other, whatever its shape: what `steal` and `fork-steal`
// have in common. When a job begins and ends is the matter of whoever has the workers.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runtimes/graph_job.hpp"
#include "runtimes/job.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/stealing/chunk_ranges.hpp"
#include "runtimes/stealing/graph_team.hpp"
#include "runtimes/stealing/tree_team.hpp"
#include "runtimes/tree_job.hpp"

namespace parallax {

class Stealing {
 public:
  // What so many workers need, of which little is touched where only maps are done.
  static std::size_t bytes(int workers);
  // memory: of bytes(workers), aligned to a page, at the same address in all processes.
  Stealing(std::span<std::byte> memory, int workers, std::chrono::nanoseconds spin);

  // Before the workers begin with a job. Throws NotSupported for more than ChunkRange::most_chunks, and for more
  // than GraphTeam::most_points.
  void open(const MapJob& job) {
    ranges_.open(chunk_count(job));
    map_ = job;
    shape_ = Shape::map;
  }
  void open(const TreeJob& job) {
    tree_.open(job);
    shape_ = Shape::tree;
  }
  void open(const GraphJob& job) {
    graph_.open(job);
    shape_ = Shape::graph;
  }
  // What each worker does: returns when there is nothing left for it. Throws what a kernel throws, and then
  // somebody has to cancel. W is the worker's own type, so that a checkpoint that does nothing costs nothing.
  template <class W>
  void work(W& worker) {
    if (shape_ == Shape::tree) return tree_.work(worker);
    if (shape_ == Shape::graph) return graph_.work(worker);
    const MapJob& job = map_;
    for (auto c = ranges_.claim(worker.index()); c != ChunkRanges::no_chunk;
         c = ranges_.claim(worker.index())) {
      job.run(job, chunk(job, c), worker);
      worker.W::checkpoint();
    }
  }

  // The parts of work() of trees and graphs, for threads that carry several workers each: then an index is a thread's.
  struct Piece {
    TreeRecord* record = nullptr;
    std::optional<std::uint32_t> point;

    explicit operator bool() const { return record || point; }
  };
  bool is_over() const { return shape_ == Shape::tree ? tree_.is_over() : graph_.is_over(); }
  // Something that nobody has begun. Never waits.
  Piece try_take(std::size_t index) {
    if (shape_ == Shape::tree) return {tree_.try_take(index), {}};
    return {nullptr, graph_.try_take(index)};
  }
  // The same, but waits for others to make something, as the thread's only worker. Nothing: look again, or it is over.
  Piece wait(std::size_t index, Worker& worker) {
    if (shape_ == Shape::tree) return {tree_.find(index, worker), {}};
    return {nullptr, graph_.wait(index, worker)};
  }
  template <class W>
  void run(std::size_t index, const Piece& piece, W& worker) {
    if (piece.record) return tree_.run(index, piece.record, worker);
    graph_.run_taken(*piece.point, worker);
  }

  // Leaves nothing to do until the next open(). By any thread or process.
  void cancel() {
    ranges_.cancel();
    tree_.cancel();
    graph_.cancel();
  }

  // See TreeTeam.
  std::uint64_t not_handed_out() const { return tree_.not_handed_out(); }

 private:
  enum class Shape { map, tree, graph };

  MapJob map_;
  Shape shape_ = Shape::map;
  ChunkRanges ranges_;
  TreeTeam tree_;
  GraphTeam graph_;
};

// For the result, where it is not 0.
inline std::vector<Counter> not_handed_out_counter(std::uint64_t count) {
  if (count == 0) return {};
  return {{.name = "not_handed_out", .value = static_cast<double>(count), .per_iteration = true}};
}

}  // namespace parallax
