// SPDX-License-Identifier: MIT
//
// A process with one thread and little memory that forks workers for another one, which may have many threads
// and much memory: Python's `forkserver`.
//
// It talks over a socket that keeps message borders. A request carries the descriptors that the worker is to
// use (SCM_RIGHTS); the answers are the worker's number and later how it ended. The server ends, with all its
// workers, when the other end of the socket is closed or the process that made it ends.
#pragma once

#include <optional>
#include <string>

#include "benches/probes/life/starter.hpp"
#include "runtimes/process/child.hpp"
#include "support/descriptor.hpp"
#include "support/socket_pair.hpp"

namespace parallax {

class ForkServer final : public Starter {
 public:
  // Forks the server: what this process has now, its workers will have.
  explicit ForkServer(const HelloPipes& pipes);

  void start(const HelloRequest& request) override;
  pid_t process() const override { return process_; }
  bool ended() override;
  int join() override;
  Usage usage() override;

  pid_t server() const { return child_->pid(); }

 private:
  struct Report;  // what the server says

  ForkServer(const HelloPipes& pipes, SocketPair ends);
  static void serve(int socket);
  static void send_report(int socket, const Report& report);
  Report receive_report();
  [[noreturn]] void throw_server_died();

  const HelloPipes& pipes_;
  Descriptor socket_;
  std::optional<Child> child_;
  pid_t process_ = -1;
  Usage workers_;  // of those that have ended
};

}  // namespace parallax
