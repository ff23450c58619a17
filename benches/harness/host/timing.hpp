// SPDX-License-Identifier: MIT
//
// One timed run: two looks at the clock and, around them, at what all workers have used. Nothing else happens
// between the two looks.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "benches/harness/protocol.hpp"
#include "runtimes/process/own_clock.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/support/histogram.hpp"

namespace parallax {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Of this process.
double own_context_switches();

// Runs `timed` and fills in what it took: time, and the CPU time, context switches and memory of this process
// and of `worked`'s peers. Peers are asked for their memory last: telling it may be work of their own.
template <class Worked, class Timed>
void time(Worked& worked, Measurement& result, Timed timed) {
  const OwnClock own_clock;
  const Usage others_before = worked.processor_use();
  const double switches_before = own_context_switches();
  const double cpu_before = own_clock.seconds();  // its own CPU time is read nearest to the timed run
  const auto begin = Clock::now();
  timed();
  result.seconds = seconds_since(begin);
  const double own_cpu = own_clock.seconds() - cpu_before;
  const double own_switches = own_context_switches() - switches_before;
  const Usage others = worked.processor_use();
  result.cpu_seconds = own_cpu + others.cpu_seconds - others_before.cpu_seconds;
  result.context_switches = own_switches + static_cast<double>(others.context_switches) -
                            static_cast<double>(others_before.context_switches);
  result.pss_bytes = static_cast<double>(worked.usage().pss_bytes);
}

// Writes what runtime and kernel have counted since both were restarted into the result.
void read_counters(Measurement& result, const std::vector<Counter>& counters, const Histogram* latencies,
                   std::int64_t iterations);
// Writes further values into the result, as they are, as far as there is room.
void add_values(Measurement& result, const std::vector<Counter>& values);

}  // namespace parallax
