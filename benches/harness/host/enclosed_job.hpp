// SPDX-License-Identifier: MIT
//
// A job as it runs with something around each call of kernel code: for accounts, for timelines, for places. The same
// for all runtimes, since only the functions that a runtime calls are others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>

#include "benches/kernel.hpp"
#include "runtimes/arena.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {

// What the params of an enclosed job are. Workers may have copies of it, so it only points.
template <class Job, class Context>
struct Enclosed {
  Job job;
  const Context* context;
};

// Around::call(context, index of the worker, first item, items, call) calls `call` and returns its result. Nodes of trees
// and tasks of graphs have no first item.
template <class Context, class Around>
class Enclosing {
 public:
  static constexpr std::uint64_t no_item = 0;

  // The same job in which this is around its calls. `context` lies in the arena, or lives as long as the job where
  // no other process runs it.
  template <class Job>
  static Job around(Job job, Arena& arena, const Context& context) {
    const auto params = arena.allocate(sizeof(Enclosed<Job, Context>));
    new (params.data()) Enclosed<Job, Context>{job, &context};
    job.params = params;
    set_functions(job);
    return job;
  }

  // Of a job that has been enclosed with the same context.
  static void set_functions(MapJob& job) {
    job.params_are_local = false;  // what they point to is on every rank
    job.run = run_chunk;
  }
  static void set_functions(TreeJob& job) {
    job.visit = visit;
    job.expand = expand;
    job.join = join;
    job.run = run_whole;
  }
  static void set_functions(GraphJob& job) {
    job.inputs = inputs;
    job.readers = readers;
    job.run = run_task;
  }

 private:
  template <class Job>
  static const Enclosed<Job, Context>& in(const Job& job) {
    return *reinterpret_cast<const Enclosed<Job, Context>*>(job.params.data());
  }
  static std::size_t index_of(const Worker& worker) { return static_cast<std::size_t>(worker.index()); }

  // Whose call it is that has no worker: expand() follows a visit() of the same thread.
  static std::size_t& index_of_this_thread() {
    static thread_local std::size_t index = 0;
    return index;
  }

  static void run_chunk(const MapJob& outer, Range range, Worker& worker) {
    const auto& enclosed = in(outer);
    const auto run = [&](const MapJob& job) {
      Around::call(*enclosed.context, index_of(worker), range.begin, range.size(),
                   [&] { job.run(job, range, worker); });
    };
    const bool is_shared =
        outer.in.data() == enclosed.job.in.data() && outer.out.data() == enclosed.job.out.data();
    if (is_shared) return run(enclosed.job);
    // Where the caller's memory is not shared, inputs and results lie where the worker has them.
    MapJob job = enclosed.job;
    job.in = outer.in;
    job.out = outer.out;
    run(job);
  }

  static std::size_t visit(const TreeJob& outer, const std::byte* node, std::byte* value, Worker& worker) {
    const auto& enclosed = in(outer);
    index_of_this_thread() = index_of(worker);
    return Around::call(*enclosed.context, index_of(worker), no_item, 1,
                        [&] { return enclosed.job.visit(enclosed.job, node, value, worker); });
  }
  static void expand(const TreeJob& outer, const std::byte* node, std::byte* children, std::size_t stride,
                     std::size_t count) {
    const auto& enclosed = in(outer);
    Around::call(*enclosed.context, index_of_this_thread(), no_item, 0,
                 [&] { enclosed.job.expand(enclosed.job, node, children, stride, count); });
  }
  static void join(const TreeJob& outer, const std::byte* node, const std::byte* values, std::size_t stride,
                   std::size_t count, std::byte* value, Worker& worker) {
    const auto& enclosed = in(outer);
    Around::call(*enclosed.context, index_of(worker), no_item, 0,
                 [&] { enclosed.job.join(enclosed.job, node, values, stride, count, value, worker); });
  }
  static void run_whole(const TreeJob& outer, const std::byte* node, std::byte* value, Worker& worker) {
    const auto& enclosed = in(outer);
    Around::call(*enclosed.context, index_of(worker), no_item, 1,
                 [&] { enclosed.job.run(enclosed.job, node, value, worker); });
  }

  static std::size_t inputs(const GraphJob& outer, GraphTask task, TaskRange* to) {
    const GraphJob& job = in(outer).job;
    return job.inputs(job, task, to);
  }
  static std::size_t readers(const GraphJob& outer, GraphTask task, TaskRange* to) {
    const GraphJob& job = in(outer).job;
    return job.readers(job, task, to);
  }
  static void run_task(const GraphJob& outer, GraphTask task, Worker& worker) {
    const auto& enclosed = in(outer);
    GraphJob job = enclosed.job;
    job.out = outer.out;
    job.round = outer.round;
    Around::call(*enclosed.context, index_of(worker), no_item, 1, [&] { job.run(job, task, worker); });
  }
};

}  // namespace parallax
