// SPDX-License-Identifier: MIT
// What else happened on the machine while a program ran.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace parallax::reports::gate {

// Of one processor; a tick is a hundredth of a second.
struct ProcessorTicks {
  std::uint64_t all = 0;     // idle ones included
  std::uint64_t busy = 0;    // it ran something
  std::uint64_t stolen = 0;  // it had something to run, and the hypervisor gave its time to others
};

// Counters of the kernel that only rise; the difference of two says what happened in between.
struct MachineState {
  std::map<int, ProcessorTicks> processors;  // by number; those that this process may use
  std::uint64_t throttled = 0;               // periods in which our cgroup had no quota left

  static MachineState now();
};

struct Disturbance {
  // Of the processors that were in use, the share that the worst one lost of the time in which it had
  // something to run. Not of all processors together: a run on two of 64 can lose both and they would be 3 %.
  double stolen = 0;
  bool throttled = false;

  // The rule by which a visit is not counted, fixed before any time is known: the quota ran out, or a
  // processor in use lost more than 5 %. One tick proves nothing, as a visit has some twenty of them: it
  // takes two. In use is a processor that had something to run for a quarter of the visit: that leaves out
  // those on which only the system does its housekeeping.
  bool too_much = false;
};
Disturbance between(const MachineState& before, const MachineState& after);

// What /proc/stat says of the processors.
std::map<int, ProcessorTicks> processors_in(std::istream& stat);

// Processors that this process may use: its affinity mask, and its cgroup's quota rounded down, at least 1.
int usable_processors();

// Facts for the reader, in order: processor, kernel, virtual machine, ...
std::vector<std::pair<std::string, std::string>> machine_facts();

}  // namespace parallax::reports::gate
