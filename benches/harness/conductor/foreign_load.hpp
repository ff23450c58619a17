// SPDX-License-Identifier: MIT
//
// How much of the processors others use while a cell is measured: other programs, and other guests of a
// virtual machine's host. It is all time in which processors were not idle, but for our own.
//
// The kernel tells idle time in steps of 10 ms, which is much of a short repetition. So a repetition is looked
// at together with what was just before it, 200 ms at least.
//
// What the kernel does between two threads, and when it goes idle and back, is in nobody's CPU time. So up to 2 us for
// each of our own context switches are not taken for the work of others.
#pragma once

#include <sys/types.h>

#include <deque>
#include <optional>
#include <string_view>
#include <vector>

namespace parallax {

// What some processors have done since the machine was started, in seconds of one processor.
struct ProcessorTime {
  int processors = 0;
  double idle = 0;
  double interrupted = 0;  // by devices: nobody's work
  double stolen = 0;       // by other guests
  double told = 0;         // all that is told, idle or not
};

// Of the processors with these numbers, from what /proc/stat says, which counts `steps` in a second. Nothing
// if it does not tell of all of them.
std::optional<ProcessorTime> processor_time(std::string_view stat, const std::vector<int>& numbers,
                                            double steps);

class ForeignLoad {
 public:
  struct Moment {
    double seconds = 0;  // of a clock that stands still for nobody
    ProcessorTime processors{};
    double own_seconds = 0;   // CPU time of this process and all that serve it
    double own_switches = 0;  // context switches of those of them that have ended
  };

  // A host is about to be started.
  void begin(const Moment& now);
  // It has ended: the share, 0 to 1, of the processors that others have used meanwhile. Nothing where that was
  // too short a time to tell.
  std::optional<double> end(const Moment& now) const;

 private:
  std::deque<Moment> begins_;  // the last one, and earlier ones as far as they may be needed
};

// Now, if this machine tells. `servant`: a child of this process that works for hosts and goes on; 0: none.
// Other children count once they have been reaped.
std::optional<ForeignLoad::Moment> moment_now(pid_t servant);

}  // namespace parallax
