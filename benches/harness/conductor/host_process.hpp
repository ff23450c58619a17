// SPDX-License-Identifier: MIT
//
// The conductor's end of a host: starts it, listens to it, and at the end leaves nothing of it behind,
// neither the host nor any process it has started.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "benches/harness/line_channel.hpp"
#include "benches/harness/protocol.hpp"
#include "benches/support/interruption.hpp"
#include "runtimes/process/child.hpp"
#include "support/descriptor.hpp"

namespace parallax {

// What a host may do next.
struct HostEnded {
  ExitStatus status;
};
struct HostTimedOut {};
struct HostInterrupted {};
using HostEvent = std::variant<Message, HostEnded, HostTimedOut, HostInterrupted>;

// The program that is a host, and its arguments. One that is launched is an MPI launcher's, which starts it
// as ranks: they are reached through its standard streams and end with it.
struct HostCommand {
  std::vector<std::string> words;
  bool launched = false;
};

class HostProcess {
 public:
  // Makes this process the parent of its hosts' orphans, so that they can be found and reaped. Once per
  // program.
  static void adopt_orphans();

  // Runs `command` with `label` as its last argument, for those who look at a list of processes; unless it is
  // launched with the two descriptors of host.hpp open. Throws std::system_error.
  HostProcess(const HostCommand& command, const std::string& label, int result_file,
              Interruption& interruption);
  // Kills the host and its processes if they are still there, and reaps them all.
  ~HostProcess();
  HostProcess(const HostProcess&) = delete;
  HostProcess& operator=(const HostProcess&) = delete;

  pid_t pid() const { return pid_; }
  bool launched() const { return launched_; }
  // Whether it has given any message.
  bool heard() const { return heard_; }
  void send(const Order& order);
  // The next thing that happens, at `deadline` at the latest.
  HostEvent next(std::chrono::steady_clock::time_point deadline);
  // What a launcher or its ranks have said beside messages, shortened; of other hosts nothing.
  std::string diagnostics();
  // Waits for the end of a host that has given its last answer, kills it at the deadline.
  struct End {
    ExitStatus status;
    int left_behind = 0;     // processes that it had started and that were still there
    bool by_itself = false;  // not killed by us, at the deadline or when interrupted
  };
  End finish(std::chrono::steady_clock::time_point deadline);

 private:
  void start_beside(std::vector<std::string> words, int result_file);
  void launch(const std::vector<std::string>& words);
  // The next message if it has come.
  bool receive(Message& message);
  void write_some();
  void read_errors();
  // Kills and reaps whatever remains of the host's process group, and of a launcher's ranks.
  End clear();

  bool launched_;
  bool heard_ = false;
  pid_t pid_ = -1;
  Descriptor socket_;  // or, of a launcher, its standard output
  Descriptor end_;
  Interruption& interruption_;
  std::set<pid_t> others_;  // children that are not its

  // Of a launcher.
  Descriptor in_, error_;
  std::string to_write_;
  LineReader lines_, errors_;
};

}  // namespace parallax
