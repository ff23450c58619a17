// SPDX-License-Identifier: MIT
//
// What makes two runs one: a run that was cut off is gone on with only by the same program, on the same machine, with
// the same command.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "benches/harness/context.hpp"

namespace parallax {

struct RunFacts {
  std::string program;                   // a digest of the program's file
  std::vector<std::string> arguments;    // as typed, without --resume
  std::vector<std::string> environment;  // "BENCHMARK_FILTER=cube": what Google Benchmark takes from there
  ContextEntries context;                // what the result file says of it
  std::uint64_t seed = 0;                // of the plan
  bool replaces = false;                 // there was a result of an earlier run when this one began
};

// The facts that this process can tell by itself: program, environment and a seed by chance.
RunFacts facts_of_this_process();

// Why the one is not the other gone on with: "another machine: cpu_model was A, here it is B". Nothing if it may be.
std::string difference(const RunFacts& begun, const RunFacts& now);

}  // namespace parallax
