// SPDX-License-Identifier: MIT
//
// What a kernel is whose work is a graph of tasks: a small struct that says which tasks there are, what each reads, and
// what value it makes of the values that it has read. GraphWork makes a GraphJob of it. Everything else is as in
// kernel.hpp.
//
// Every output carries its task's value and, in each of its bytes, who has written it in which run. Every byte of
// every input is compared with that, in timed runs too. A task that finds anything else has no output either.
#pragma once

#include "benches/kernel.hpp"
#include "benches/support/graph_output.hpp"
#include "runtimes/graph_job.hpp"

namespace parallax {

// A graph kernel as people write it. Tasks see only plain data: Params, which task they are, and the sum of the
// values that they have read.
//
//   struct Params;                     plain data
//   static constexpr KernelFacts facts;
//   static constexpr std::array cases  what is measured by default; the smallest size first
//   K(const Case&, const Inputs&, Arena&, std::span<std::byte> data)
//   Params params() const;
//   static std::size_t data_bytes(const Case&);    memory that tasks write beside their outputs, a part of the result
//   static std::size_t output_bytes(const Case&);  of each task; a multiple of 16
//   static std::uint32_t steps(const Params&), width(const Params&);
//   static TaskRange points(const Params&, std::uint32_t step);                            which a step has
//   static std::size_t inputs(const Params&, GraphTask, TaskRange* to);                    see GraphJob
//   static std::size_t readers(const Params&, GraphTask, TaskRange* to);
//   static std::uint64_t value(const Params&, GraphTask, std::uint64_t inputs, Worker&);
//   static std::uint64_t tasks(const Case&);                                               how many there are
//   std::optional<std::string> mistake(const GraphValues&) const;                          see Work::mistake
//
// and what it may have: the functions of Guidance.
struct GraphValues;

template <class K>
concept GraphKernel = std::constructible_from<K, const Case&, const Inputs&, Arena&, std::span<std::byte>> &&
    std::is_trivially_copyable_v<typename K::Params> &&
    requires(const K& kernel, const typename K::Params& params, GraphTask task, TaskRange* to,
             const GraphValues& values, const Case& parameters, Worker& worker) {
  { K::facts } -> std::convertible_to<KernelFacts>;
  { kernel.params() } -> std::same_as<typename K::Params>;
  { K::data_bytes(parameters) } -> std::same_as<std::size_t>;
  { K::output_bytes(parameters) } -> std::same_as<std::size_t>;
  { K::steps(params) } -> std::same_as<std::uint32_t>;
  { K::width(params) } -> std::same_as<std::uint32_t>;
  { K::points(params, std::uint32_t()) } -> std::same_as<TaskRange>;
  { K::inputs(params, task, to) } -> std::same_as<std::size_t>;
  { K::readers(params, task, to) } -> std::same_as<std::size_t>;
  { K::value(params, task, std::uint64_t(), worker) } -> std::same_as<std::uint64_t>;
  { K::tasks(parameters) } -> std::same_as<std::uint64_t>;
  { kernel.mistake(values) } -> std::same_as<std::optional<std::string>>;
};

// The values of a graph that has been run.
struct GraphValues {
  const GraphJob& job;
  std::uint64_t operator()(GraphTask task) const { return GraphOutput::value_of(job, task); }
};

template <GraphKernel K>
class GraphWork final : public Work {
 public:
  using Params = typename K::Params;
  // The kernel's own, and where those go who did not find their input.
  struct Shared {
    Params params;
    LostInput lost;
  };

  GraphWork(const Case& parameters, const Inputs& inputs, Arena& arena)
      : tasks_((require_room(K::tasks(parameters), K::output_bytes(parameters)), K::tasks(parameters))),
        result_(arena.allocate(K::data_bytes(parameters) + tasks_ * K::output_bytes(parameters))),
        kernel_(parameters, inputs, arena, result_.last(K::data_bytes(parameters))),
        shared_(*new (arena.allocate(sizeof(Shared)).data()) Shared{kernel_.params(), {}}) {
    const std::span<GraphStep> steps = arena.allocate_array<GraphStep>(K::steps(shared_.params));
    std::uint32_t sum = 0;
    for (std::uint32_t step = 0; step < steps.size(); ++step) {
      const TaskRange points = K::points(shared_.params, step);
      steps[step] = {points.begin, points.end, sum};
      sum += points.size();
    }
    if (sum != tasks_) throw std::logic_error("a graph kernel's steps have other tasks than it says");
    job_ = {.kernel = K::facts.name,
            .steps = steps,
            .width = K::width(shared_.params),
            .output_bytes = K::output_bytes(parameters),
            .params = std::as_bytes(std::span(&shared_, 1)),
            .out = result_.first(tasks_ * K::output_bytes(parameters)),
            .shares_memory = K::data_bytes(parameters) != 0,
            .inputs = inputs_of,
            .readers = readers_of,
            .run = run};
  }

  std::span<const MapJob> jobs() const override { return {}; }
  const GraphJob* graph() const override { return &job_; }
  std::span<std::byte> result() const override { return result_; }

  std::optional<std::string> mistake() const override {
    if (auto wrong = mistake_of_outputs(job_, shared_.lost)) return wrong;
    return kernel_.mistake(GraphValues{job_});
  }

 private:
  static const Shared& shared_of(const GraphJob& job) {
    return *reinterpret_cast<const Shared*>(job.params.data());
  }
  static std::size_t inputs_of(const GraphJob& job, GraphTask task, TaskRange* to) {
    return K::inputs(shared_of(job).params, task, to);
  }
  static std::size_t readers_of(const GraphJob& job, GraphTask task, TaskRange* to) {
    return K::readers(shared_of(job).params, task, to);
  }

  static void run(const GraphJob& job, GraphTask task, Worker& worker) {
    const Params& params = shared_of(job).params;
    const std::uint64_t mark = GraphOutput::mark(task, job.round);
    TaskRange ranges[most_task_ranges];
    std::uint64_t sum = 0;
    const bool is_right = all_tasks(ranges, K::inputs(params, task, ranges), [&](GraphTask input) {
      if (GraphOutput::difference(job, input, GraphOutput::mark(input, job.round)) != 0) {
        note_lost(job, task, input);
        return false;
      }
      sum += GraphOutput::value_of(job, input);
      return true;
    });
    if (!is_right) return GraphOutput::write(job, task, 0, mark ^ GraphOutput::lost);
    GraphOutput::write(job, task, K::value(params, task, sum, worker), mark);
  }

  static void note_lost(const GraphJob& job, GraphTask reader, GraphTask input) {
    LostInput& lost = const_cast<LostInput&>(shared_of(job).lost);
    if (lost.tasks.fetch_add(1, std::memory_order_relaxed) == 0) lost.reader = reader, lost.input = input;
  }

  std::uint64_t tasks_;
  std::span<std::byte> result_;  // outputs, and behind them data
  K kernel_;
  Shared& shared_;
  GraphJob job_;
};

template <GraphKernel K>
KernelEntry graph_kernel_entry(std::string_view file) {
  KernelEntry entry = kernel_entry<K, GraphWork<K>>(file);
  entry.has_inputs = false;
  entry.tasks = K::tasks;
  entry.shares_memory = K::data_bytes(K::cases[0]) != 0;
  return entry;
}

// As PARALLAX_KERNEL, for a kernel whose work is a graph.
#define PARALLAX_GRAPH_KERNEL(identifier, Type) \
  PARALLAX_KERNEL_ENTRY(identifier, Type::facts.name) = ::parallax::graph_kernel_entry<Type>(__FILE__)

}  // namespace parallax
