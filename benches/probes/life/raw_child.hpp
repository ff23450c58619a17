// SPDX-License-Identifier: MIT
//
// A guard for a child that was not made by fork(): ended and reaped by its number, and nothing more, for what
// a guard costs is part of what starting one costs.
#pragma once

#include <signal.h>
#include <sys/types.h>
#include <sys/wait.h>

#include "support/retry.hpp"

namespace parallax {

class RawChild {
 public:
  RawChild() = default;
  // Kills and reaps, unless that is done already.
  ~RawChild() {
    if (running_ <= 0) return;
    kill(running_, SIGKILL);
    join();
  }
  RawChild(const RawChild&) = delete;
  RawChild& operator=(const RawChild&) = delete;

  // Takes the number of a child; the one before must have been joined.
  void take(pid_t process) { process_ = running_ = process; }
  // Of the child that was taken last, joined or not.
  pid_t process() const { return process_; }

  bool ended() const {
    siginfo_t info{};
    return waitid(P_PID, static_cast<id_t>(running_), &info, WEXITED | WNOWAIT | WNOHANG) == 0 &&
           info.si_pid == running_;
  }
  // Waits for its end and gives its exit status, -1 if it had none.
  int join() {
    int raw = 0;
    retry_on_interrupt([&] { return waitpid(running_, &raw, 0); });
    running_ = -1;
    return WIFEXITED(raw) ? WEXITSTATUS(raw) : -1;
  }

 private:
  pid_t process_ = -1;
  pid_t running_ = -1;
};

}  // namespace parallax
