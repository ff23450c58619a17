// SPDX-License-Identifier: MIT
// Whole runs of the gate on programs that do not differ.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/gate/compare.hpp"

namespace parallax::reports::gate {

// A program that differs from another in nothing that should matter.
struct Null {
  std::string name;  // "copy", "rebuilt", "shifted"
  Program base, head;
};

struct LiveRuns {
  std::string null;
  std::size_t runs = 0, alarms = 0, invalid = 0;
  std::size_t cells = 0, suspicious = 0;  // over all runs
  std::vector<std::string> accused;       // "RUN: CELL: REASON"
  std::size_t empty = 0;                  // further runs, in which nothing could be compared
};

// Adds the outcome of one run. One that compared nothing could raise no alarm, so it is none of the runs.
void add_run(LiveRuns& runs, const Comparison& comparison);

std::string live_text(const std::vector<LiveRuns>& all);

}  // namespace parallax::reports::gate
