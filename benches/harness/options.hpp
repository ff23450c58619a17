// SPDX-License-Identifier: MIT
//
// The command line of `bench`: our own flags here, every --benchmark_* flag left to Google Benchmark.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "benches/harness/conductor/launcher.hpp"
#include "benches/origin/origin.hpp"
#include "benches/support/command.hpp"
#include "benches/support/usage_error.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/support/first_touch.hpp"
#include "runtimes/support/places.hpp"

namespace parallax {

struct Options {
  std::vector<std::string> runtimes;  // empty: all
  std::vector<int> workers;           // empty: what suits the case, see matrix.hpp
  bool same_cases = false;            // the kernels' own cases as they are, not fitted to the machine
  std::vector<std::size_t> sizes;     // empty: the kernels' own cases
  std::vector<std::size_t> grains;
  std::map<std::string, std::vector<std::uint64_t>> parameters;  // by name
  std::vector<std::string> functions;                            // "LIB:SYMBOL" of shared libraries
  std::vector<std::string> libraries;                            // with kernels of their own
  std::vector<Command> commands;  // whole programs; if there are any, nothing else is measured
  std::string corpus;
  std::chrono::milliseconds timeout{60'000};
  Settings settings;  // but for the workers
  std::string mpi_launcher = default_launcher;
  std::string launcher_fault;                       // found by a trial: why it cannot be used
  std::string origin_address = loopback_address;    // where our own origin listens
  int origin_threads = usual_origin_threads();      // how many it has
  std::string origin;                               // the URL of an HTTP server; empty: our own
  std::int64_t iterations = 0;                      // 0: as many as Google Benchmark wants
  std::optional<std::chrono::milliseconds> budget;  // measure what fits into it, the most telling first
  std::string resume;                               // the result file of a run that was cut off
  bool full = false;                                // in that order too, but everything
  Pin pin = Pin::none;                              // where workers stay
  FirstTouch first_touch = FirstTouch::caller;      // of what kernels have
  std::optional<bool> accounts;                     // not given: but for smoke runs, unless these are traced
  std::string trace;                                // the file for timelines; empty: none

  bool keeps_accounts() const { return accounts.value_or(!smoke || !trace.empty()); }
  bool smoke = false;         // smallest case of each kernel, one iteration
  bool all_counters = false;  // in the table, not only the most important ones
  bool progress = false;
  bool list_runtimes = false;
  bool list_kernels = false;
  bool list_probes = false;

  // The words that name cells: "cube", "fork", "workers:2". See selection.hpp.
  std::vector<std::string> words;

  // The words that are Google Benchmark's, the program's name first.
  std::vector<std::string> others;

  // The value of Google Benchmark's flag --NAME=VALUE, or of its environment variable; nothing if not given.
  std::optional<std::string> benchmark_flag(const std::string& name) const;

  // Whether one of its flags that are true or false is true. Throws UsageError if it is neither.
  bool benchmark_switch(const std::string& name) const;

  // --benchmark_repetitions, 1 if not given.
  std::size_t repetitions() const;
  // --benchmark_min_time in seconds, if given.
  std::optional<double> min_seconds() const;
};

// Prints the help or the version and ends the program if that is asked for. Throws UsageError.
Options parse_options(int argc, char** argv);

}  // namespace parallax
