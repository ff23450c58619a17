// SPDX-License-Identifier: MIT
//
// --resume=FILE on a command line: which words are those of the run, and whose file it is.
#pragma once

#include <string>
#include <vector>

namespace parallax {

// Without the flag, which is no part of what a run does.
std::vector<std::string> without_resume(const std::vector<std::string>& words);

// Throws UsageError unless `resume`, if there is one, is the file (or the journal of the file) of --benchmark_out.
void require_resumed_output(const std::string& resume, const std::string& out);

}  // namespace parallax
