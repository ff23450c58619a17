// SPDX-License-Identifier: MIT
//
// A graph as a map whose chunks wait for each other: one chunk for each task, in their order, which begins when its
// task's inputs are there. For runtimes of this process whose workers claim chunks in ascending order: then whoever
// waits, waits for a chunk that somebody has.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>

#include "runtimes/graph_job.hpp"
#include "runtimes/job.hpp"
#include "runtimes/support/spin.hpp"
#include "runtimes/worker.hpp"
#include "support/futex.hpp"

namespace parallax {

class OrderedGraph {
 public:
  // spin: how long a worker looks for an input before it sleeps.
  explicit OrderedGraph(std::chrono::nanoseconds spin) : spin_(spin) {}

  // Runs it with `map`, which does what a runtime's map() does and throws as it does.
  template <class Map>
  void run(const GraphJob& job, Map map) {
    job_ = job;
    ++run_;
    failed_.store(false, std::memory_order_relaxed);
    const std::size_t tasks = task_count(job);
    while (done_.size() < tasks) done_.emplace_back(run_ - 1);
    OrderedGraph* const self = this;
    map(MapJob{.kernel = job.kernel,
               .items = tasks,
               .grain = 1,
               .params = std::as_bytes(std::span(&self, 1)),
               .in = {},
               .out = {},
               .chunks_share = true,
               .run = run_chunk});
  }

 private:
  static void run_chunk(const MapJob& map, Range range, Worker& worker) {
    OrderedGraph& graph = **reinterpret_cast<OrderedGraph* const*>(map.params.data());
    try {
      graph.run_task(range.begin, worker);
    } catch (...) {
      graph.failed_.store(true, std::memory_order_seq_cst);
      for (std::size_t i = 0; i < map.items; ++i) graph.set_done(i);
      throw;
    }
  }

  void run_task(std::size_t number, Worker& worker) {
    const GraphTask task = task_at(job_, number);
    TaskRange ranges[most_task_ranges];
    all_tasks(ranges, job_.inputs(job_, task, ranges), [&](GraphTask input) {
      wait_for(number_of(job_, input), worker);
      return true;
    });
    if (failed_.load(std::memory_order_seq_cst)) return;
    job_.run(job_, task, worker);
    set_done(number);
  }

  void wait_for(std::size_t number, Worker& worker) {
    FutexWord& done = done_[number];
    const auto is_done = [&] { return done.load(std::memory_order_acquire) == run_; };
    if (spin_until(is_done, spin_)) return;
    sleepers_.fetch_add(1, std::memory_order_seq_cst);
    worker.blocking([&] {
      for (std::uint32_t now = done.load(std::memory_order_seq_cst); now != run_;
           now = done.load(std::memory_order_seq_cst))
        futex_wait(done, now);
    });
    sleepers_.fetch_sub(1, std::memory_order_relaxed);
  }

  void set_done(std::size_t number) {
    done_[number].store(run_, std::memory_order_seq_cst);
    if (sleepers_.load(std::memory_order_seq_cst) != 0) futex_wake_all(done_[number]);
  }

  std::chrono::nanoseconds spin_;
  GraphJob job_;
  std::deque<FutexWord> done_;  // of each task: the last run in which it was
  std::uint32_t run_ = 0;
  std::atomic<bool> failed_ = false;
  alignas(128) std::atomic<std::uint32_t> sleepers_ = 0;
};

}  // namespace parallax
