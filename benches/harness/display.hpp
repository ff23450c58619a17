// SPDX-License-Identifier: MIT
//
// How results are shown while they come: as our table for people, unless a format of Google Benchmark is
// asked for.
#pragma once

#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "benches/harness/cell.hpp"
#include "benches/harness/context.hpp"
#include "benches/harness/options.hpp"

namespace parallax {

// Our own, not one of Google Benchmark's.
bool shows_our_table(const Options& options);

std::unique_ptr<benchmark::BenchmarkReporter> display(const Options& options, const std::vector<Cell>& cells);

// What stands above the rows: program, machine, how to read them, what cannot run here (`missing_here`).
// Empty for formats that programs read.
std::string greeting(const Options& options, const ContextEntries& machine,
                     const ContextEntries& missing_here);

}  // namespace parallax
