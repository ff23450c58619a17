// SPDX-License-Identifier: MIT
#include "benches/harness/launch_trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "benches/harness/chosen_cells.hpp"
#include "support/standard_streams.hpp"

namespace parallax {

void leave_out_ranks_without_launcher(Options& options, std::vector<Cell>& cells, Conductor& conductor) {
  std::vector<int> workers;
  for (const Cell& cell : cells)
    if (cell.subject->needs_launcher()) workers.push_back(cell.workers);
  if (workers.empty() || workers.size() == cells.size() || asks_for_ranks(options)) return;
  const auto [fewest, most] = std::minmax_element(workers.begin(), workers.end());
  auto why = conductor.launch_trial(*most);
  if (!why) return;
  int works = 0;
  if (*fewest < *most) {
    if (const auto still = conductor.launch_trial(*fewest))
      why = still;
    else
      works = *fewest;
  }
  const std::string fault = fmt::format("not available: {}", printable(*why));
  if (works == 0) options.launcher_fault = fault;
  const auto left_out = std::erase_if(
      cells, [&](const Cell& cell) { return cell.subject->needs_launcher() && cell.workers > works; });
  tell("bench: left out: {} cells on ranks{}, {}\n", left_out,
       works > 0 ? fmt::format(" with more than workers:{}", works) : "", fault);
}

}  // namespace parallax
