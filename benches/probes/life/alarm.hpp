// SPDX-License-Identifier: MIT
//
// A place where one worker sleeps until another one wakes it, between threads or between processes.
//
// Made before the sleeper is started. Each wake() lets exactly one wait() return, be it the next one; wait()
// sleeps in the kernel at once and never spins, for it is the waking from sleep that is looked at here.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "benches/probe.hpp"

namespace parallax {

class Alarm {
 public:
  virtual ~Alarm() = default;
  virtual void wait() = 0;  // for the sleeper alone
  virtual void wake() = 0;  // for whoever wakes it
};

// "futex-threads", "futex-processes", "pipe-threads", ...
std::vector<Mechanism> alarm_mechanisms();

// Whether the sleeper of this mechanism is a process.
bool sleeper_is_process(std::string_view mechanism);

// Throws NotSupported if there is none of this name.
std::unique_ptr<Alarm> make_alarm(std::string_view mechanism);

}  // namespace parallax
