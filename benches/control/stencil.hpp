// SPDX-License-Identifier: MIT
//
// One task of the kernel `graph` with the pattern stencil_1d and work that computes, as one would write it: what both
// libraries' controls do in a task. Inputs are checked as the kernel checks them, which is a part of its work.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "benches/support/graph_output.hpp"
#include "benches/support/multiply_adds.hpp"
#include "benches/support/patterned_tasks.hpp"

namespace parallax {

// Whether the controls are for a cell with these parameters of `graph`.
inline bool is_stencil(std::span<const std::uint64_t> parameters) {
  return parameters[0] == static_cast<std::uint64_t>(Dependence::stencil_1d) &&
         parameters[3] == static_cast<std::uint64_t>(TaskWork::compute);
}

class Stencil {
 public:
  explicit Stencil(const GraphJob& job)
      : width(job.width),
        steps(static_cast<std::uint32_t>(job.steps.size())),
        amount_(reinterpret_cast<const PatternedTasks*>(job.params.data())->amount) {}

  const std::uint32_t width, steps;

  std::uint32_t left_of(std::uint32_t point) const { return point == 0 ? 0 : point - 1; }
  std::uint32_t right_of(std::uint32_t point) const { return std::min(point + 1, width - 1); }

  void run(const GraphJob& job, GraphTask task) const {
    const std::uint64_t mark = GraphOutput::mark(task, job.round);
    std::uint64_t sum = own_number(task);
    if (task.step > 0) {
      for (std::uint32_t point = left_of(task.point); point <= right_of(task.point); ++point) {
        const GraphTask input{task.step - 1, point};
        if (GraphOutput::difference(job, input, GraphOutput::mark(input, job.round)) != 0)
          return GraphOutput::write(job, task, 0, mark ^ GraphOutput::lost);
        sum += GraphOutput::value_of(job, input);
      }
    }
    GraphOutput::write(job, task, multiply_adds(sum, amount_), mark);
  }

 private:
  std::uint64_t amount_;
};

}  // namespace parallax
