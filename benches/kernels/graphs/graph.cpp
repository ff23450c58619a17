// SPDX-License-Identifier: MIT
//
// graph: Task Bench's graphs. The pattern says what a task reads, the work what it does then: what a dependence costs
// is the difference to `trivial`, and how short a task may be is a sweep of the amount.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstring>

#include "benches/graph_kernel.hpp"
#include "benches/support/multiply_adds.hpp"
#include "benches/support/patterned_tasks.hpp"

namespace parallax {
namespace {

constexpr std::array words{ParameterWords{"pattern", dependence_words}, ParameterWords{"work", work_words}};

constexpr Case with(Dependence pattern, std::size_t width, std::uint64_t steps, std::uint64_t amount) {
  return {.size = width,
          .values = {static_cast<std::uint64_t>(pattern), steps, 3,
                     static_cast<std::uint64_t>(TaskWork::compute), amount, 64}};
}

// A task's memory: two halves, of which one is copied to the other.
struct Scratch {
  static constexpr std::size_t bytes = std::size_t{1} << 20;
  std::vector<std::byte> halves = std::vector<std::byte>(2 * bytes);
  std::size_t at = 0;
};

struct Graph {
  static constexpr KernelFacts facts{
      .name = "graph",
      .summary = "tasks that read outputs of the step before, in Task Bench's patterns",
      .parameters = {"pattern", "steps", "radix", "work", "amount", "bytes"},
      .words = words};
  // A small one, the sweeps of METG with and without dependences, and all other patterns.
  static constexpr std::array cases = [] {
    constexpr std::array amounts{16, 64, 128, 256, 512, 1024, 4096, 16384};
    std::array<Case, 1 + 2 * amounts.size() + dependence_words.size() - 2> all{};
    std::size_t count = 0;
    all[count++] = with(Dependence::stencil_1d, 4, 10, 16);
    for (const Dependence pattern : {Dependence::stencil_1d, Dependence::trivial}) {
      for (const int amount : amounts)
        all[count++] = with(pattern, 64, 100, static_cast<std::uint64_t>(amount));
    }
    for (std::uint64_t pattern = 0; pattern < dependence_words.size(); ++pattern) {
      const auto kind = static_cast<Dependence>(pattern);
      if (kind != Dependence::stencil_1d && kind != Dependence::trivial)
        all[count++] = with(kind, 64, 100, 1024);
    }
    return all;
  }();

  using Params = PatternedTasks;

  Graph(const Case& parameters, const Inputs&, Arena& arena, std::span<std::byte>)
      : params_(checked(parameters)) {
    const auto masks = arena.allocate_array<std::uint32_t>(params_.pattern.mask_count());
    if (!masks.empty()) params_.pattern.fill_masks(masks.data());
    params_.pattern.masks = masks.data();
  }

  Params params() const { return params_; }
  static std::size_t data_bytes(const Case&) { return 0; }
  static std::size_t output_bytes(const Case& parameters) { return parameters.values[5]; }
  static std::uint32_t steps(const Params& params) { return params.pattern.steps; }
  static std::uint32_t width(const Params& params) { return params.pattern.width; }
  static TaskRange points(const Params& params, std::uint32_t step) { return params.pattern.points(step); }
  static std::size_t inputs(const Params& params, GraphTask task, TaskRange* to) {
    return params.pattern.inputs(task, to);
  }
  static std::size_t readers(const Params& params, GraphTask task, TaskRange* to) {
    return params.pattern.readers(task, to);
  }

  static std::uint64_t value(const Params& params, GraphTask task, std::uint64_t inputs, Worker& worker) {
    const std::uint64_t begin = own_number(task) + inputs;
    switch (params.work) {
      case TaskWork::empty:
        return begin;
      case TaskWork::compute:
      case TaskWork::imbalance:
        return multiply_adds(begin, amount_of(params, task));
      case TaskWork::memory:
        copy(worker.kept<Scratch>(), params.amount);
        return begin;
      case TaskWork::wait:
        worker.sleep_for(std::chrono::microseconds(params.amount));
        return begin;
    }
    return begin;
  }

  static std::uint64_t tasks(const Case& parameters) {
    const Params params = checked(parameters);
    std::uint64_t sum = 0;
    for (std::uint32_t step = 0; step < params.pattern.steps; ++step)
      sum += params.pattern.points(step).size();
    return sum;
  }
  static std::chrono::nanoseconds waiting(const Case& parameters) {
    if (parameters.values[3] != static_cast<std::uint64_t>(TaskWork::wait)) return {};
    return std::chrono::microseconds(parameters.values[4] * parameters.values[1]);
  }

  // Task by task, with all multiply-adds of one at once.
  std::optional<std::string> mistake(const GraphValues& values) const {
    const bool computes = params_.work == TaskWork::compute || params_.work == TaskWork::imbalance;
    TaskRange ranges[most_task_ranges];
    for (std::uint32_t step = 0; step < params_.pattern.steps; ++step) {
      const TaskRange points = params_.pattern.points(step);
      for (std::uint32_t point = points.begin; point < points.end; ++point) {
        const GraphTask task{step, point};
        std::uint64_t right = own_number(task);
        all_tasks(ranges, params_.pattern.inputs(task, ranges), [&](GraphTask input) {
          right += values(input);
          return true;
        });
        if (computes) right = multiply_adds_at_once(right, amount_of(params_, task));
        if (values(task) != right)
          return fmt::format("the value of task {} of step {} is {}, not {}", point, step, values(task),
                             right);
      }
    }
    return {};
  }

 private:
  static Params checked(const Case& parameters) {
    const auto [pattern, steps, radix, work, amount, bytes] = parameters.values;
    if (pattern >= dependence_words.size())
      throw NotSupported(fmt::format("pattern {}: there are {}", pattern, fmt::join(dependence_words, ", ")));
    if (work >= work_words.size())
      throw NotSupported(fmt::format("work {}: there are {}", work, fmt::join(work_words, ", ")));
    if (radix < 1 || radix > most_radix)
      throw NotSupported(fmt::format("a radix of {}: it is from 1 to {}", radix, most_radix));
    constexpr std::uint64_t most = std::uint64_t{1} << 24;
    if (parameters.size < 1 || parameters.size > most || steps < 1 || steps > most)
      throw NotSupported(
          fmt::format("{} points and {} steps: both are from 1 to {}", parameters.size, steps, most));
    const DependencePattern graph{.kind = static_cast<Dependence>(pattern),
                                  .width = static_cast<std::uint32_t>(parameters.size),
                                  .steps = static_cast<std::uint32_t>(steps),
                                  .radix = static_cast<std::uint32_t>(radix)};
    if (graph.width < graph.least_width())
      throw NotSupported(fmt::format("{} of radix {} needs a width of at least {}, not {}",
                                     dependence_words[pattern], radix, graph.least_width(), graph.width));
    return {graph, static_cast<TaskWork>(work), amount};
  }

  static std::uint64_t amount_of(const Params& params, GraphTask task) {
    if (params.work != TaskWork::imbalance) return params.amount;
    const double share = static_cast<double>(siphash({0, task.step, task.point})) * 0x1p-63;
    return static_cast<std::uint64_t>(static_cast<double>(params.amount) * share);
  }
  static void copy(Scratch& scratch, std::uint64_t bytes) {
    while (bytes > 0) {
      const std::size_t now = std::min<std::size_t>(bytes, Scratch::bytes - scratch.at);
      std::memcpy(&scratch.halves[Scratch::bytes + scratch.at], &scratch.halves[scratch.at], now);
      asm volatile("" : : "r"(scratch.halves.data()) : "memory");  // it has to be copied
      scratch.at = (scratch.at + now) % Scratch::bytes;
      bytes -= now;
    }
  }

  Params params_;
};

}  // namespace

PARALLAX_GRAPH_KERNEL(graph, Graph);

}  // namespace parallax
