// SPDX-License-Identifier: MIT
//
// What the processor itself counts while a job runs: cycles, instructions, cache misses, moves to another processor; and
// the energy that it takes. By perf_event_open and /sys/class/powercap, where the machine and its owner allow it.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtimes/runtime.hpp"
#include "support/descriptor.hpp"

namespace parallax {

// What is asked of the kernel; tests have answers of their own.
struct ProcessorReader {
  // What is counted of a thread and of all that it starts from now on; a negative number if the kernel refuses, whose
  // reason is in errno. `event`: by its place among counted_events.
  std::function<int(std::size_t event, pid_t thread)> open;
  // Counted so far; 0 if it was never on a processor.
  std::function<double(int descriptor)> read;
  std::filesystem::path root = "/";  // that holds /proc and /sys

  static ProcessorReader of_this_machine();
};

inline constexpr std::array<std::string_view, 4> counted_events{"cycles", "instructions", "cache_misses",
                                                                "migrations"};

// Of a count, the time for which it was wanted and that for which there was a counter for it: as if it had been counted
// all the time.
double scaled_count(std::uint64_t count, std::uint64_t wanted, std::uint64_t counted);

// All threads of a process and of its descendants.
std::vector<pid_t> threads_of(pid_t process, const std::filesystem::path& root);

// What all processors have taken so far, in joules; nothing if it is not told. `wraps_at`: it begins anew there.
struct Energy {
  double joules = 0, wraps_at = 0;
};
std::optional<Energy> energy_so_far(const std::filesystem::path& root);

class ProcessorCounters {
 public:
  // From now on, of all threads that a process and its descendants have, and will have.
  ProcessorCounters(pid_t process, ProcessorReader reader);

  // What they have counted, in so many iterations: per iteration, those that the kernel allows. `energy_joules` is of
  // the whole machine.
  std::vector<Counter> counters(std::int64_t iterations) const;

 private:
  ProcessorReader reader_;
  std::array<std::vector<Descriptor>, counted_events.size()> counts_;  // of each event, all threads
  std::optional<Energy> energy_;
};

// Which of them this machine has: "cycles, instructions", or "not available here: " and why.
std::string counters_here(const ProcessorReader& reader);
std::string energy_here(const std::filesystem::path& root);

}  // namespace parallax
