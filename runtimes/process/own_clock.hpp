// SPDX-License-Identifier: MIT
//
// The CPU time of this process, exact for threads that run just now too.
//
// The kernel's clock of a process adds up what its threads have used, but brings only the calling one up to
// date: what others use on other processors is added at the kernel's ticks (1 to 10 ms). A thread's own clock
// is exact, and reading it brings the thread's part of the sum up to date. So all of them are read first.
#pragma once

#include <sys/types.h>

#include <ctime>
#include <vector>

namespace parallax {

// A thread's own clock, for threads of the same process: as pthread_getcpuclockid() makes it, for which one
// has to have a pthread_t.
inline clockid_t clock_of_thread(pid_t thread) { return (static_cast<clockid_t>(~thread) << 3) | 6; }

class OwnClock {
 public:
  // Looks for the threads that there are now, which takes a while. Later ones are exact when they have ended.
  OwnClock();

  double seconds() const;
  // The second half of that, where the first was done right before: less happens while one looks.
  void bring_up_to_date() const;
  double sum() const;

 private:
  std::vector<pid_t> threads_;
};

}  // namespace parallax
