// SPDX-License-Identifier: MIT
// Google Benchmark's own flags, as far as we have to know what they say.
#pragma once

#include "benches/harness/options.hpp"

namespace parallax {

// Its own answers to impossible values come late, or are its help and a zero exit status. Throws UsageError.
void require_possible_benchmark_flags(const Options& options);

// "--benchmark_min_time=100x", a number of iterations, is understood by Google Benchmark from 1.8 on. It is by us with
// every version, so that a program that compares builds can ask all of them alike: it becomes options.iterations. Throws
// UsageError.
void take_iterations(Options& options);

}  // namespace parallax
