// SPDX-License-Identifier: MIT
#include "reports/gate/speedup.hpp"

#include <fmt/format.h>

#include <map>
#include <string>

#include "reports/results/cell.hpp"

namespace parallax::reports::gate {
namespace {

bool is_measured(const CellOutcome& cell) { return !cell.metrics.empty() && cell.metrics.front().base > 0; }

// Of wall time, which is what a speed-up is made of.
bool wall_has(const CellOutcome& cell, Verdict verdict) { return cell.metrics.front().verdict == verdict; }

}  // namespace

void explain_speedups(Comparison& comparison) {
  std::map<std::string, const CellOutcome*> serial;  // by work; and by work and runtime, with one worker
  for (const auto& cell : comparison.cells) {
    const auto id = parse_cell_name(cell.name);
    if (!is_measured(cell) || id.control || id.workers.value_or(1) != 1) continue;
    if (id.runtime == "serial") serial[id.work()] = &cell;
    if (id.workers) serial[id.work() + '\n' + id.runtime] = &cell;
  }
  for (auto& cell : comparison.cells) {
    const auto id = parse_cell_name(cell.name);
    if (!is_measured(cell) || !wall_has(cell, Verdict::regression) || id.workers.value_or(1) < 2) continue;
    auto found = serial.find(id.work());
    if (found == serial.end()) found = serial.find(id.work() + '\n' + id.runtime);
    if (found == serial.end()) continue;
    const auto& one = *found->second;
    if (!wall_has(one, Verdict::no_change) && !wall_has(one, Verdict::improvement))
      continue;  // else nobody knows
    const auto &ours = cell.metrics.front(), &theirs = one.metrics.front();
    cell.reason += fmt::format("{}speed-up {:.2f} -> {:.2f}, while {} did not get slower",
                               cell.reason.empty() ? "" : "; ", theirs.base / ours.base,
                               theirs.head / ours.head, parse_cell_name(one.name).runtime);
  }
}

}  // namespace parallax::reports::gate
