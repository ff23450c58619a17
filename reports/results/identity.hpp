// SPDX-License-Identifier: MIT
// Which program on which machine a file was measured with: its context, without what differs from run to run.
//
// Two files are of one identity if neither states something that the other states differently. What only one
// of them states decides nothing here. Unknown keys count: a setting that nobody has thought of yet must not
// let two programs meet in one median.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/results/results.hpp"

namespace parallax::reports {

// False for what may differ between two runs of one program on one machine: date, arguments, load.
bool is_identity(std::string_view key);

// `bench` says "unknown" where nothing tells; two unknowns are not the same.
bool is_stated(const Source& source, std::string_view key);

struct ContextDifference {
  std::string key, one, other;
};

// What both state and state differently, in the order in which people would ask for it: machine, processors,
// program, compiler, then everything else by name.
std::vector<ContextDifference> identity_differences(const Source& one, const Source& other);

// "host_name (vm; sixteen), cpu_model (AMD EPYC; Intel Xeon) and 3 more".
std::string differences_text(const std::vector<ContextDifference>& differences);

// A key that must be stated before repetitions of two files are joined and that this one does not state, or
// nothing.
std::string_view missing_identity(const Source& source);

// All keys that the sources state: those that people would ask for first, the others by name.
std::vector<std::string> context_keys(const std::vector<const Source*>& sources);

}  // namespace parallax::reports
