// SPDX-License-Identifier: MIT
//
// The conductor's end of a host: starts it, listens to it, and at the end leaves nothing of it behind,
// neither the host nor any process it has started.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "benches/interruption.hpp"
#include "benches/protocol.hpp"
#include "runtimes/process/child.hpp"
#include "runtimes/support/descriptor.hpp"

namespace parallax {

// What a host may do next.
struct HostEnded {
  ExitStatus status;
};
struct HostTimedOut {};
struct HostInterrupted {};
using HostEvent = std::variant<Message, HostEnded, HostTimedOut, HostInterrupted>;

class HostProcess {
 public:
  // Makes this process the parent of its hosts' orphans, so that they can be found and reaped. Once per
  // program.
  static void adopt_orphans();

  // Runs `command` with the two descriptors of host.hpp open and `label` as its last argument, for those who
  // look at a list of processes. Throws std::system_error.
  HostProcess(const std::vector<std::string>& command, const std::string& label, int result_file,
              Interruption& interruption);
  // Kills the host and its processes if they are still there, and reaps them all.
  ~HostProcess();
  HostProcess(const HostProcess&) = delete;
  HostProcess& operator=(const HostProcess&) = delete;

  pid_t pid() const { return pid_; }
  void send(const Order& order);
  // The next thing that happens, at `deadline` at the latest.
  HostEvent next(std::chrono::steady_clock::time_point deadline);
  // Waits for the end of a host that has given its last answer, kills it at the deadline.
  struct End {
    ExitStatus status;
    int left_behind = 0;     // processes that it had started and that were still there
    bool by_itself = false;  // not killed by us, at the deadline or when interrupted
  };
  End finish(std::chrono::steady_clock::time_point deadline);

 private:
  // Kills and reaps whatever remains of the host's process group.
  End clear();

  pid_t pid_ = -1;
  Descriptor socket_;
  Descriptor end_;
  Interruption& interruption_;
};

}  // namespace parallax
