// SPDX-License-Identifier: MIT
//
// The conductor's end of the origin: starts it, knows where it listens, tells whether it still lives, and at
// the end leaves nothing of it behind.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "benches/origin/origin.hpp"
#include "benches/support/interruption.hpp"
#include "benches/support/spawn.hpp"

namespace parallax {

class OriginProcess {
 public:
  // Runs `command` and waits until it listens. Throws std::system_error or std::runtime_error if it cannot be
  // started, ends, says nothing within `patience`, or a signal interrupts. The origin is killed when the
  // thread that made this object ends.
  OriginProcess(const std::vector<std::string>& command, Interruption& interruption,
                std::chrono::milliseconds patience = std::chrono::seconds(10));
  // Asks it to end, kills it if it does not, and reaps it.
  ~OriginProcess();
  OriginProcess(const OriginProcess&) = delete;
  OriginProcess& operator=(const OriginProcess&) = delete;

  const OriginPorts& ports() const { return ports_; }
  pid_t pid() const { return process_.pid; }
  // Readable once the origin has ended.
  int descriptor() const { return process_.end.get(); }
  // How the origin has ended ("was killed by signal 9 (Killed)"); nothing while it lives.
  std::optional<std::string> ended() const;

 private:
  OriginProcess(const std::vector<std::string>& command, const sigset_t& mask);
  void wait_for_ports(Interruption& interruption, std::chrono::milliseconds patience);

  Descriptor socket_;
  Spawned process_;
  OriginPorts ports_;
};

}  // namespace parallax
