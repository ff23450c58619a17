// SPDX-License-Identifier: MIT
//
// How workers do a tree together: each has a deque of nodes that nobody has begun, works on its newest one, and
// steals the oldest of another when it has none. Nothing but atomics and futexes in memory that all share,
// threads or processes.
//
// Values go up as they come: whoever brings a parent the last one joins them and goes on with the parent. So
// no worker ever waits for another while there is work, and no stack grows with the tree.
//
// Where a worker's memory has no room for the children of a node, it does all of them by itself, with
// TreeJob::run.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "runtimes/stealing/record_deque.hpp"
#include "runtimes/stealing/record_store.hpp"
#include "runtimes/stealing/tree_record.hpp"
#include "runtimes/worker.hpp"
#include "support/futex.hpp"

namespace parallax {

class TreeTeam {
 public:
  // What a team of so many needs, of which most is touched only where trees are large.
  static std::size_t bytes(int workers);
  // memory: of bytes(workers), aligned to a page, at the same address in all processes. spin: how long
  // a worker that finds nothing looks for work before it sleeps.
  TreeTeam(std::span<std::byte> memory, int workers, std::chrono::nanoseconds spin);

  // Before the workers begin with a job, which they do all alike.
  void open(const TreeJob& job);
  // What each worker does: returns when the tree is done or cancelled. Throws what a kernel throws, and then
  // somebody has to cancel. W is the worker's own type, so that a checkpoint that does nothing costs nothing.
  template <class W>
  void work(W& worker) {
    const auto index = static_cast<std::size_t>(worker.index());
    if (index == 0) run(index, root_, worker);
    while (TreeRecord* const record = next(index, worker)) run(index, record, worker);
  }

  // The parts of work(), for threads that carry several workers each: then an index is a thread's. try_take() never
  // waits, find() does; both return null if there is nothing.
  bool is_over() const { return state_.load(std::memory_order_acquire) != running; }
  TreeRecord* try_take(std::size_t index) {
    if (is_over()) return nullptr;
    if (index == 0 && !std::exchange(root_begun_, true)) return root_;
    TreeRecord* const own = member(index).deque.take();
    return own ? own : steal(index);
  }
  // Steals, or sleeps until there is something to steal. Null when the job is over.
  TreeRecord* find(std::size_t index, Worker& worker);
  // A record, and whatever of its descendants and ancestors comes next to it.
  template <class W>
  void run(std::size_t index, TreeRecord* record, W& worker) {
    while (record && state_.load(std::memory_order_relaxed) == running) {
      record = advance(index, *record, worker);
      worker.W::checkpoint();
    }
  }
  // Has all workers return, and those asleep first, even if who was waking them has died. By any thread or process.
  void cancel() { end(cancelled); }

  // How many nodes' children were not handed out for want of room, since the team was made.
  std::uint64_t not_handed_out() const;

 private:
  static constexpr std::uint32_t running = 0, done = 1, cancelled = 2;

  // What one worker has of its own.
  struct Member {
    Member(std::span<RecordDeque::Entry> ring, std::span<std::byte> records) : deque(ring), store(records) {}

    RecordDeque deque;
    RecordStore store;
    std::uint64_t not_handed_out = 0;
    std::uint64_t random = 0;  // whose deque to look into first
    alignas(128) FutexWord asleep = 0;
  };

  Member& member(std::size_t index) const { return members_[index]; }
  // Does one node and returns the one to go on with, if there is one.
  template <class W>
  TreeRecord* advance(std::size_t index, TreeRecord& record, W& worker);
  // For want of room to hand them out.
  void run_children_here(std::size_t index, TreeRecord& record, std::size_t count, Worker& worker);
  // The value of a record is there: joins whatever is complete now.
  void deliver(std::size_t index, TreeRecord* record, Worker& worker);
  TreeRecord* next(std::size_t index, Worker& worker) {
    if (state_.load(std::memory_order_relaxed) != running) return nullptr;
    TreeRecord* const own = member(index).deque.take();
    return own ? own : find(index, worker);
  }
  TreeRecord* steal(std::size_t thief);
  bool anything_to_steal() const;
  void wake_one();
  void end(std::uint32_t how);

  std::span<Member> members_;
  TreeRecord* root_;         // room for one record
  bool root_begun_ = false;  // of worker 0, by whom it is begun
  std::chrono::nanoseconds spin_;
  TreeJob job_;
  TreeLayout layout_;
  bool clean_ = true;  // no record is left from an earlier job
  alignas(128) std::atomic<std::uint32_t> state_ = done;
  // Those who look for work; nobody is woken while there are any, for they will find it.
  alignas(128) std::atomic<std::uint32_t> searching_ = 0;
  alignas(128) std::atomic<std::uint32_t> sleepers_ = 0;
};

template <class W>
TreeRecord* TreeTeam::advance(std::size_t index, TreeRecord& record, W& worker) {
  Member& own = member(index);
  std::byte* const node = layout_.node(&record);
  std::byte* const value = layout_.value(&record);
  if (is_cut_off(job_, record.depth)) {
    job_.run(job_, node, value, worker);
    deliver(index, &record, worker);
    return nullptr;
  }
  const std::size_t count = job_.visit(job_, node, value, worker);
  if (count == 0) {
    deliver(index, &record, worker);
    return nullptr;
  }
  const std::uint16_t size_class = size_class_for(count);
  TreeRecord* const first = own.deque.room() >= count ? own.store.take(size_class) : nullptr;
  if (!first) {
    run_children_here(index, record, count, worker);
    return nullptr;
  }
  record.children = first;
  record.missing.store(static_cast<std::uint32_t>(count), std::memory_order_relaxed);
  record.count = static_cast<std::uint32_t>(count);
  record.owner = static_cast<std::uint16_t>(index);
  record.size_class = size_class;
  for (std::size_t i = 0; i < count; ++i)
    new (layout_.child(first, i)) TreeRecord{.parent = &record, .depth = record.depth + 1};
  job_.expand(job_, node, layout_.node(first), layout_.stride(), count);
  if (count > 1) {
    own.deque.put(count - 1, [&](std::size_t i) { return layout_.child(first, count - 1 - i); });
    if (sleepers_.load(std::memory_order_seq_cst) != 0) wake_one();
  }
  return first;
}

}  // namespace parallax
