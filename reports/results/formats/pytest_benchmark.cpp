// SPDX-License-Identifier: MIT
// pytest --benchmark-json: tests with the times of their rounds (unless --benchmark-storage left them out), in seconds.
#include <algorithm>

#include "reports/results/formats/foreign_cells.hpp"
#include "reports/results/formats/formats.hpp"

namespace parallax::reports {

Results read_pytest_benchmark(const JsonTree& tree, const std::string& file) {
  ForeignCells cells(file);
  const auto& machine = tree["machine_info"];
  cells.add_context("date", tree["datetime"]);
  cells.add_context("host_name", machine["node"]);
  cells.add_context("cpu_model", machine["cpu"]["brand_raw"]);
  cells.add_context("num_cpus", machine["cpu"]["count"]);
  cells.add_context("python", machine["python_version"]);
  cells.add_context("compiler", machine["python_compiler"]);
  cells.add_context("commit", tree["commit_info"]["id"]);
  cells.add_context("dirty", tree["commit_info"]["dirty"]);
  const auto& benchmarks = tree["benchmarks"].items;
  for (std::size_t i = 0; i < benchmarks.size(); ++i) {
    const auto& one = benchmarks[i];
    const std::string name(one.has("fullname") ? one["fullname"].text() : one["name"].text());
    if (name.empty()) {
      cells.leave_out(fmt::format("benchmarks[{}]", i), "\"fullname\" is missing");
      continue;
    }
    auto& cell = cells.add(name);
    const auto& stats = one["stats"];
    cell.seconds = times_among(stats["data"], cell);
    cell.planned = static_cast<std::size_t>(std::clamp(stats["rounds"].number().value_or(0), 0.0, 1e9));
    if (cell.seconds.empty())
      for (const auto* aggregate : {"mean", "median", "stddev", "min", "max"})
        add_aggregate(cell, aggregate, stats[aggregate].number());
    else
      cell.planned = cell.seconds.size();
    for (const auto& [key, value] : one["extra_info"].members)
      if (const auto number = value.number()) cell.counters[key].push_back(*number);
  }
  return cells.take();
}

}  // namespace parallax::reports
