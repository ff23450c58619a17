// SPDX-License-Identifier: MIT
//
// The context of a run: build, machine, settings and command, as its result file and its journal state them.
#pragma once

#include <string>
#include <vector>

#include "benches/harness/context.hpp"
#include "benches/harness/options.hpp"

namespace parallax {

// The launched runtimes, and why they cannot run here; nothing if they can.
ContextEntries missing_here(const Options& options);

// What the result file says of the run, beside what Google Benchmark says by itself. `arguments` as typed.
ContextEntries context_of(const Options& options, const ContextEntries& machine,
                          std::vector<std::string> arguments);

// The same with what Google Benchmark adds and readers ask for.
ContextEntries context_of_journal(const ContextEntries& context);

}  // namespace parallax
