// SPDX-License-Identifier: MIT
//
// Timelines as Chrome's trace-event JSON, which Perfetto and chrome://tracing open: a process for each cell, in it a row
// for the runtime's regions and one for each worker. Times are microseconds since the cell's first region began.
#pragma once

#include <string>
#include <vector>

#include "benches/harness/trace/timeline.hpp"

namespace parallax {

// `remarks`: what a reader should know of what is not in it.
std::string trace_json(const std::vector<Timeline>& timelines, const std::vector<std::string>& remarks);

}  // namespace parallax
