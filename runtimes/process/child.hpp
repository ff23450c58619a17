// SPDX-License-Identifier: MIT
//
// A forked child: started, watched and, whatever happens, reaped by one object.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

#include "runtimes/runtime.hpp"
#include "support/descriptor.hpp"

namespace parallax {

// How a process ended, as wait() tells it.
struct ExitStatus {
  int raw = 0;

  bool clean() const { return raw == 0; }
  // "was killed by signal 9 (Killed)", "exited with status 3"
  std::string text() const;
};

class Child {
 public:
  // Forks. The child runs `body` and ends without running destructors or exit handlers, which belong to the
  // parent; an exception out of `body` ends it with status 70. It is killed when the thread that forked it
  // ends. Throws std::system_error("fork").
  explicit Child(const std::function<void()>& body);
  // Kills and reaps, unless that is done already.
  ~Child();
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;

  pid_t pid() const { return pid_; }
  // Readable once the child has ended.
  int descriptor() const { return descriptor_.get(); }
  bool has_ended() const;
  // Waits until the child has ended, and forgets it. `usage`: what it has used in all its life, without
  // memory.
  ExitStatus reap(Usage* usage = nullptr);
  void kill();

  // As reap(), for a child that somebody else has started.
  static ExitStatus reap(pid_t pid, Usage* usage = nullptr);

 private:
  pid_t pid_ = -1;
  Descriptor descriptor_;
};

}  // namespace parallax
