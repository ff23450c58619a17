// SPDX-License-Identifier: MIT
//
// How workers do a graph together. What is shared are two words for each point: the step that it has to do next, and
// the steps that somebody has taken. A task is ready when the first words of all its inputs' points are beyond their
// steps. So a task costs one compare-and-swap and one store, whatever it reads; nobody counts missing inputs, and
// nothing is put anywhere. Whoever waits for a point looks at its first word only. Where there are few points for each
// worker, so that most are waited for by others, the second words are on other cache lines, and the compare-and-swap
// stays in the cache of whoever does the point's tasks.
//
// Each worker has a part of the points, next to each other, and does what is ready there in turn: it reads mostly
// what it has written itself. Whoever finds nothing ready for a while takes tasks from the parts of others, from the
// far end.
//
// The tasks of a point are done in the order of their steps. That is more than most graphs ask for, and costs nothing
// as long as there are more points than workers.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "runtimes/graph_job.hpp"
#include "runtimes/stealing/sleepers.hpp"
#include "runtimes/support/spin.hpp"
#include "runtimes/worker.hpp"

namespace parallax {

class GraphTeam {
 public:
  // Points that a graph may have. Their words are touched only as far as they are used.
  static constexpr std::size_t most_points = std::size_t{1} << 16;

  // What a team of so many needs.
  static std::size_t bytes(int workers);
  // memory: of bytes(workers), aligned to a page, at the same address in all processes. spin: how long a worker that
  // finds nothing looks for work before it sleeps.
  GraphTeam(std::span<std::byte> memory, int workers, std::chrono::nanoseconds spin);

  // Before the workers begin with a job. Throws NotSupported for more points than most_points.
  void open(const GraphJob& job);
  // What each worker does: returns when the graph is done or cancelled. Throws what a kernel throws, and then
  // somebody has to cancel. W is the worker's own type, so that a checkpoint that does nothing costs nothing.
  template <class W>
  void work(W& worker) {
    const auto index = static_cast<std::size_t>(worker.index());
    const Part own = part(index);
    for (bool is_patient = true; is_running();) {
      if (sweep(own, worker)) continue;
      if (is_patient && becomes_ready(own)) continue;
      // Once it had to help others it does so at once the next time, until there is nothing to help with.
      is_patient = !help(index, worker);
      if (!is_patient) continue;
      if (const auto point = wait(index, worker)) run_taken(*point, worker);
    }
  }
  // The parts of work(), for threads that carry several workers each: then an index is a thread's. try_take() never
  // waits; wait() may come back with nothing although the graph is not over.
  bool is_over() const { return !is_running(); }
  std::optional<std::uint32_t> try_take(std::size_t index) {
    return is_running() ? take_any(index) : std::nullopt;
  }
  // Looks until it has taken something, and sleeps if that lasts too long. Nothing: look again, or it is over.
  std::optional<std::uint32_t> wait(std::size_t index, Worker& worker);
  // The point's task, and what follows from it.
  template <class W>
  void run_taken(std::uint32_t point, W& worker) {
    for (std::optional<std::uint32_t> next = point; next;) next = run_and_check(*next, worker);
  }
  // Has all workers return, and those asleep first, even if who was waking them has died. By any thread or process.
  void cancel() { end(cancelled); }

 private:
  static constexpr std::uint32_t running = 0, done = 1, cancelled = 2;
  // Points that a worker looks at in its own part before it looks at others': about as long as a task that is nearly
  // nothing takes.
  static constexpr std::uint32_t patience = 64;
  using Word = std::atomic<std::uint32_t>;
  struct Part {
    std::uint32_t begin, end;
  };

  bool is_running() const { return state_.load(std::memory_order_acquire) == running; }
  // As it must be asked before sleeping: in one order with end(), which says that it is over and then looks for sleepers.
  bool is_running_in_order() const { return state_.load(std::memory_order_seq_cst) == running; }
  Part part(std::size_t index) const;
  // The step that it has to do next: what others wait for.
  Word& next_of(std::uint32_t point) const { return word_at(words_, point); }
  // All its steps below this have been taken by somebody.
  Word& taken_of(std::uint32_t point) const { return word_at(words_ + taken_offset_, point); }
  Word& word_at(std::byte* words, std::uint32_t point) const {
    return *reinterpret_cast<Word*>(words + (static_cast<std::size_t>(point) << stride_bits_));
  }
  // The first step from `from` on that a point has a task in; else the number of steps.
  std::uint32_t next_step(std::uint32_t point, std::uint32_t from) const;
  // Takes the point's next task if it is ready and nobody has it. Then only the caller may run() it.
  bool take(std::uint32_t point);
  bool is_ready(std::uint32_t point, std::uint32_t step) const;
  // Runs what is ready in a part, from its begin to its end; whether anything was.
  template <class W>
  bool sweep(Part part, W& worker) {
    bool any = false;
    for (std::uint32_t point = part.begin; point < part.end; ++point) any |= run_if_ready(point, worker);
    return any;
  }
  // The same in one part of others, from its end to its begin.
  template <class W>
  bool help(std::size_t index, W& worker) {
    for (std::size_t i = 1; i < workers_; ++i) {
      const Part other = part((index + i) % workers_);
      bool any = false;
      for (std::uint32_t point = other.end; point > other.begin; --point)
        any |= run_if_ready(point - 1, worker);
      if (any) return true;
    }
    return false;
  }
  template <class W>
  bool run_if_ready(std::uint32_t point, W& worker) {
    if (!take(point)) return false;
    run_taken(point, worker);
    return true;
  }
  template <class W>
  std::optional<std::uint32_t> run_and_check(std::uint32_t point, W& worker) {
    const auto next = run(point, worker);
    worker.W::checkpoint();
    return next;
  }
  // Whether something in its own part becomes ready before a worker loses patience.
  bool becomes_ready(Part own) const;
  // Takes one task, from its own part first.
  std::optional<std::uint32_t> take_any(std::size_t index);
  bool is_ready(std::uint32_t point) const;  // its next task, and nobody has it
  bool anything_ready() const;
  // Runs what has been taken; returns what it has taken instead, if it has.
  std::optional<std::uint32_t> run(std::uint32_t point, Worker& worker);
  // While others sleep: takes one of the tasks that are ready by now, and wakes somebody for the others.
  std::optional<std::uint32_t> share(GraphTask finished);
  void end(std::uint32_t how);

  std::byte* words_;
  std::uint32_t workers_;
  std::chrono::nanoseconds spin_;
  GraphJob job_;
  std::uint32_t points_ = 0, stride_bits_ = 0;
  std::size_t taken_offset_ = 0;
  Sleepers sleepers_;
  alignas(128) std::atomic<std::uint32_t> state_ = done;
  alignas(128) std::atomic<std::uint32_t> finished_ = 0;  // points that have no task left
};

}  // namespace parallax
