// SPDX-License-Identifier: MIT
//
// A graph of tasks: how many paths lead down through rows of points, each of which has its neighbours above it.
#include <parallax/graph_kernel.hpp>

#include <algorithm>
#include <optional>
#include <string>

namespace consumer {

using parallax::GraphTask;
using parallax::TaskRange;

struct Paths {
  static constexpr parallax::KernelFacts facts{.name = "paths", .summary = "how many paths lead to a point"};
  static constexpr std::array cases{parallax::Case{.size = 6}};
  static constexpr std::uint32_t points_of_a_row = 3;
  struct Params {
    std::uint32_t rows;
  };

  Paths(const parallax::Case& parameters, const parallax::Inputs&, parallax::Arena&, std::span<std::byte>)
      : params_{static_cast<std::uint32_t>(parameters.size)} {}

  Params params() const { return params_; }
  static std::size_t data_bytes(const parallax::Case&) { return 0; }
  static std::size_t output_bytes(const parallax::Case&) { return 16; }
  static std::uint32_t steps(const Params& params) { return params.rows; }
  static std::uint32_t width(const Params&) { return points_of_a_row; }
  static TaskRange points(const Params&, std::uint32_t step) { return {step, 0, points_of_a_row}; }
  static std::size_t inputs(const Params&, GraphTask task, TaskRange* to) {
    if (task.step == 0) return 0;
    *to = beside(task.step - 1, task.point);
    return 1;
  }
  static std::size_t readers(const Params& params, GraphTask task, TaskRange* to) {
    if (task.step + 1 == params.rows) return 0;
    *to = beside(task.step + 1, task.point);
    return 1;
  }
  static std::uint64_t value(const Params&, GraphTask task, std::uint64_t inputs, parallax::Worker&) {
    return task.step == 0 ? 1 : inputs;
  }
  static std::uint64_t tasks(const parallax::Case& parameters) { return parameters.size * points_of_a_row; }

  // To the points at both ends equally many paths lead, and to the one between them more.
  std::optional<std::string> mistake(const parallax::GraphValues& values) const {
    const std::uint32_t last = params_.rows - 1;
    const std::uint64_t left = values({last, 0}), middle = values({last, 1}), right = values({last, 2});
    if (left == right && (last == 0 || middle > left)) return {};
    return "the paths are not symmetric";
  }

 private:
  static TaskRange beside(std::uint32_t row, std::uint32_t point) {
    return {row, point == 0 ? 0 : point - 1, std::min(point + 2, points_of_a_row)};
  }

  Params params_;
};

PARALLAX_GRAPH_KERNEL(paths, Paths);

}  // namespace consumer
