// SPDX-License-Identifier: MIT
//
// One timed run: two looks at the clock and, around them, at what all workers have used. Nothing else happens
// between the two looks.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

#include "benches/harness/protocol.hpp"
#include "runtimes/process/own_clock.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/support/histogram.hpp"

namespace parallax {

using Clock = std::chrono::steady_clock;

inline double seconds_between(Clock::time_point begin, Clock::time_point end) {
  return std::chrono::duration<double>(end - begin).count();
}
inline double seconds_since(Clock::time_point begin) { return seconds_between(begin, Clock::now()); }

// Of this process.
double own_context_switches();

// Looking at CPU time takes some, and workers may go on meanwhile. Of what was seen, at most `unsure_seconds` are of that
// and not of the timed run. 0, for not known, if that is more than a twentieth: a run of microseconds has no CPU time.
double sure_cpu_seconds(double seen_seconds, double unsure_seconds);

// Runs `timed` and fills in what it took: time, and the CPU time, context switches and memory of this process
// and of `worked`'s peers, of all of which `workers` can be busy at a time. Peers are asked for their memory last:
// telling it may be work of their own.
template <class Worked, class Timed>
void time(Worked& worked, int workers, Measurement& result, Timed timed) {
  const OwnClock own_clock;
  const Usage others_before = worked.processor_use();
  const double switches_before = own_context_switches();
  own_clock.bring_up_to_date();
  const auto before = Clock::now();
  const double cpu_before = own_clock.sum();  // its own CPU time is read nearest to the timed run
  const auto begin = Clock::now();
  timed();
  const auto end = Clock::now();
  const double cpu_at_once = own_clock.sum();
  const double cpu_after = own_clock.seconds();
  const double looking_before = seconds_between(before, begin), looking_after = seconds_since(end);
  const double own_switches = own_context_switches() - switches_before;
  const Usage others = worked.processor_use();
  result.seconds = seconds_between(begin, end);
  // Whoever looks is put off a busy machine's processor just then, for milliseconds in which nothing is used.
  const double own_unsure =
      looking_before * workers + std::min(looking_after * workers, cpu_after - cpu_at_once);
  result.cpu_seconds =
      sure_cpu_seconds(cpu_after - cpu_before + others.cpu_seconds - others_before.cpu_seconds,
                       own_unsure + others_before.unsure_seconds + others.unsure_seconds);
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
