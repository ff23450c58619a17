// SPDX-License-Identifier: MIT
//
// Which cells of the matrix are measured: those that a filter and the words of the command line name.
#pragma once

#include <string>
#include <vector>

#include "benches/harness/cell.hpp"

namespace parallax {

// Those whose name matches Google Benchmark's kind of filter: an extended regular expression found anywhere
// in the name; with a '-' in front those that do not match. Throws UsageError if it is no expression or
// matches nothing.
std::vector<Cell> matching(std::vector<Cell> cells, const std::string& filter);

// Those that the words name. A word is a kernel or probe, a runtime or mechanism, any other part of a name
// ("workers:2"), several parts in a row ("cube/fork"), or a regular expression. Words of the same sort are
// alternatives, words of different sorts must all fit: {"cube", "spin", "fork"} are both kernels under
// `fork`. No words name all cells. Throws UsageError if a word names nothing, with a suggestion where one
// comes to mind.
std::vector<Cell> named(std::vector<Cell> cells, const std::vector<std::string>& words);

}  // namespace parallax
