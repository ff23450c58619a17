// SPDX-License-Identifier: MIT
//
// A graph as it runs while it is verified. It is seen if
//  - a task is lost, or done twice;
//  - a task begins before all of its inputs are done: what is read of a poisoned output is no input either;
//  - the runtime comes back before all tasks are done.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>

#include "benches/harness/host/counted_work.hpp"
#include "benches/harness/host/stragglers.hpp"
#include "runtimes/graph_job.hpp"

namespace parallax {

class CountedGraph final : public CountedWork {
 public:
  // `elsewhere`: workers have copies of all memory, and what is not awaited does not arrive at all.
  CountedGraph(const GraphJob& job, Arena& arena, bool elsewhere);

  const GraphJob& job() const { return wrapped_; }
  void run(AnyRuntime& runtime, int workers) override;
  void reset() override;
  Mistake mistake(AnyRuntime& runtime) const override;

 private:
  struct Counted {
    GraphJob job;
    bool elsewhere;
    std::span<std::atomic<std::uint32_t>> runs;    // of each task
    std::span<std::atomic<std::uint32_t>> strays;  // one: tasks that began too early
    Stragglers stragglers{};
  };
  static Counted& counted_of(const GraphJob& wrapped);
  static std::size_t inputs(const GraphJob&, GraphTask, TaskRange* to);
  static std::size_t readers(const GraphJob&, GraphTask, TaskRange* to);
  static void run_task(const GraphJob&, GraphTask, Worker&);

  GraphJob wrapped_;
  std::size_t unfinished_ = 0;  // tasks, when the runtime came back
};

}  // namespace parallax
