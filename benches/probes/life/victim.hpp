// SPDX-License-Identifier: MIT
//
// A worker that is going to die, and the way in which somebody learns of it.
//
// One at a time: started, killed, noticed, buried. Destroying the object ends whatever is left of it.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "benches/probe.hpp"
#include "runtimes/process/child.hpp"

namespace parallax {

class Victim {
 public:
  virtual ~Victim() = default;

  // Returns when the worker lives and waits.
  virtual void start() = 0;
  // Has it die; returns at once.
  virtual void kill() = 0;
  // Returns when its death is known, throws std::runtime_error if it is not within `patience`. What a dead
  // process cannot keep anybody from (its mutex, a write to its pipe) is waited for without a limit.
  virtual void notice(std::chrono::milliseconds patience) = 0;

  // Nanoseconds of CLOCK_MONOTONIC right before it died of what killed it.
  virtual std::int64_t killed_at() const = 0;
  virtual pid_t process() const = 0;
  // What it should die of.
  virtual int signal() const { return SIGKILL; }
  // Waits until nothing is left of it, and says how it ended.
  virtual ExitStatus reap() = 0;
};

std::vector<Mechanism> death_mechanisms();

// Throws NotSupported if this machine or program cannot do it.
std::unique_ptr<Victim> make_victim(std::string_view mechanism);

}  // namespace parallax
