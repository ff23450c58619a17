// SPDX-License-Identifier: MIT
//
// The kernel `graph` under taskflow, with its patterns, its multiply-adds and its outputs of 64 bytes, of which
// every byte is checked: a task of a tf::Taskflow for each task, made once and run in every call.
#include <memory>
#include <taskflow/taskflow.hpp>
#include <vector>

#include "benches/peers/cpp/timed_calls.hpp"
#include "benches/support/graph_output.hpp"
#include "benches/support/multiply_adds.hpp"
#include "benches/support/patterned_tasks.hpp"

namespace parallax::peers {
namespace {

class Graph {
 public:
  Graph(DependencePattern pattern, std::uint64_t amount)
      : pattern_(pattern), amount_(amount), outputs_(std::size_t{pattern.steps} * pattern.width) {
    std::vector<tf::Task> before, now;
    for (std::uint32_t step = 0; step < pattern.steps; ++step) {
      now.clear();
      for (std::uint32_t point = 0; point < pattern.width; ++point) {
        const GraphTask task{step, point};
        now.push_back(tasks_.emplace([this, task] { run(task); }));
        of_inputs(task, [&](GraphTask input) { before[input.point].precede(now.back()); });
      }
      before.swap(now);
    }
  }

  // Another round each time. Afterwards the last step is looked at, which nobody reads.
  bool run(tf::Executor& executor) {
    ++round_;
    executor.run(tasks_).wait();
    for (std::uint32_t point = 0; point < pattern_.width; ++point) check({pattern_.steps - 1, point});
    return !lost_;
  }
  // All values, with the multiply-adds of a task at once.
  bool is_right() const {
    for (std::uint32_t step = 0; step < pattern_.steps; ++step) {
      for (std::uint32_t point = 0; point < pattern_.width; ++point) {
        const GraphTask task{step, point};
        std::uint64_t value = own_number(task);
        of_inputs(task, [&](GraphTask input) { value += outputs_[index(input)].pairs[0].value; });
        if (outputs_[index(task)].pairs[0].value != multiply_adds_at_once(value, amount_)) return false;
      }
    }
    return true;
  }

 private:
  struct alignas(64) Output {
    GraphOutput pairs[4];
  };

  std::size_t index(GraphTask task) const { return std::size_t{task.step} * pattern_.width + task.point; }
  template <class Use>
  void of_inputs(GraphTask task, const Use& use) const {
    TaskRange ranges[most_task_ranges];
    const std::size_t count = pattern_.inputs(task, ranges);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::uint32_t point = ranges[i].begin; point < ranges[i].end; ++point)
        use(GraphTask{ranges[i].step, point});
    }
  }
  void check(GraphTask task) {
    const std::uint64_t mark = GraphOutput::mark(task, round_);
    const auto& pairs = outputs_[index(task)].pairs;
    std::uint64_t wrong = 0;
    for (const GraphOutput& pair : pairs)
      wrong |= (pair.value ^ pairs[0].value) | (pair.value_and_mark ^ pair.value ^ mark);
    if (wrong != 0) lost_ = true;
  }
  void run(GraphTask task) {
    std::uint64_t value = own_number(task);
    of_inputs(task, [&](GraphTask input) {
      check(input);
      value += outputs_[index(input)].pairs[0].value;
    });
    value = multiply_adds(value, amount_);
    const std::uint64_t mark = GraphOutput::mark(task, round_);
    for (GraphOutput& pair : outputs_[index(task)].pairs) pair = {value, value ^ mark};
  }

  DependencePattern pattern_;
  std::uint64_t amount_, round_ = 0;
  std::vector<Output> outputs_;
  std::atomic<bool> lost_ = false;
  tf::Taskflow tasks_;
};

int main_of(int count, char** words) {
  if (count == 7) {
    const auto workers = number(words[1]), width = number(words[3]), steps = number(words[4]),
               amount = number(words[5]), calls = number(words[6]);
    const std::string_view pattern = words[2];
    const bool known = pattern == "trivial" || pattern == "stencil_1d";
    if (known && workers && width && steps && amount && calls && *workers * *width * *steps * *calls > 0) {
      Graph graph({.kind = pattern == "trivial" ? Dependence::trivial : Dependence::stencil_1d,
                   .width = static_cast<std::uint32_t>(*width),
                   .steps = static_cast<std::uint32_t>(*steps)},
                  *amount);
      tf::Executor executor(static_cast<std::size_t>(*workers));
      const int status = time_calls(*calls, [&] { return graph.run(executor); });
      if (graph.is_right()) return status;
      std::fputs("a wrong value\n", stderr);
      return 1;
    }
  }
  std::fprintf(stderr, "usage: %s WORKERS trivial|stencil_1d WIDTH STEPS MULTIPLY_ADDS CALLS\n", words[0]);
  return 2;
}

}  // namespace
}  // namespace parallax::peers

int main(int count, char** words) { return parallax::peers::main_of(count, words); }
