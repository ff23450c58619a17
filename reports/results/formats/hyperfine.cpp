// SPDX-License-Identifier: MIT
// hyperfine --export-json: commands with all their times, in seconds. CPU time is the mean of all runs.
#include "reports/results/formats/foreign_cells.hpp"
#include "reports/results/formats/formats.hpp"

namespace parallax::reports {

Results read_hyperfine(const JsonTree& tree, const std::string& file) {
  ForeignCells cells(file);
  const auto& results = tree["results"].items;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto& one = results[i];
    const std::string command(one["command"].text());
    if (command.empty()) {
      cells.leave_out(fmt::format("results[{}]", i), "\"command\" is missing");
      continue;
    }
    auto& cell = cells.add(command);
    cell.seconds = times_among(one["times"], cell);
    cell.planned = cell.seconds.size();
    const auto user = one["user"].number(), system = one["system"].number();
    if (user && system && *user >= 0 && *system >= 0 && *user + *system > 0)
      cell.cpu_seconds.assign(cell.seconds.size(), *user + *system);
    if (cell.seconds.empty())
      for (const auto* name : {"mean", "median", "stddev", "min", "max"})
        add_aggregate(cell, name, one[name].number());
    if (auto bytes = one["memory_usage_byte"].numbers();
        bytes.size() == cell.seconds.size() && !bytes.empty())
      cell.counters["memory_usage_byte"] = std::move(bytes);
    std::size_t failed = 0;
    for (const auto& code : one["exit_codes"].items)
      failed += code.kind == JsonKind::number && code.number() == 0 ? 0 : 1;
    if (failed > 0)
      cell.warnings.push_back(fmt::format("{} of {} runs ended with an exit code that is not 0", failed,
                                          one["exit_codes"].items.size()));
  }
  return cells.take();
}

}  // namespace parallax::reports
