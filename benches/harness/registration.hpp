// SPDX-License-Identifier: MIT
//
// Cells as benchmarks of Google Benchmark: it decides how often, the conductor measures.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "benches/harness/cell.hpp"
#include "benches/harness/planning/overview.hpp"
#include "benches/harness/progress.hpp"
#include "benches/harness/recorded_runs.hpp"

namespace parallax {

// The counter that carries the CPU time of all workers, in seconds per iteration, to the reporter, which
// makes it the CPU column. Google Benchmark itself sees only the conductor's CPU time.
inline constexpr const char* cpu_counter = "cpu_seconds";

// The names of cells that did not become a value.
struct Failures {
  std::map<std::string, std::string> reasons;  // of failed and unsupported ones
  std::set<std::string> failed;                // these make the program fail
  std::set<std::string> interrupted;
};

// Registers each cell. iterations: a fixed number, or 0. All references must outlive the run.
void register_cells(const std::vector<Cell>& cells, std::int64_t iterations, RecordedRuns& runs,
                    Progress& progress, Failures& failures);

// Registers what was measured already, so that Google Benchmark counts, aggregates and reports it.
void register_results(const std::vector<Cell>& cells, const std::vector<MeasuredCell>& results,
                      Failures& failures);

}  // namespace parallax
