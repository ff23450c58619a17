// SPDX-License-Identifier: MIT
// What else happened on the machine while a program ran.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace parallax::reports::gate {

// Counters of the kernel that only rise; the difference of two says what happened in between.
struct MachineState {
  std::uint64_t ticks = 0, stolen = 0;  // of all processors; a tick is a hundredth of a second
  std::uint64_t throttled = 0;          // periods in which our cgroup had no quota left

  static MachineState now();
};

struct Disturbance {
  double stolen = 0;  // share of all processors' time that the hypervisor gave to others
  bool throttled = false;

  // The rule by which a visit is not counted, fixed before any time is known: the quota ran out, or more than
  // 5 % was stolen. One tick proves nothing, as a visit has some twenty of them: it takes two.
  bool too_much = false;
};
Disturbance between(const MachineState& before, const MachineState& after);

// Processors that this process may use: its affinity mask, and its cgroup's quota rounded down, at least 1.
int usable_processors();

// Facts for the reader, in order: processor, kernel, virtual machine, ...
std::vector<std::pair<std::string, std::string>> machine_facts();

}  // namespace parallax::reports::gate
