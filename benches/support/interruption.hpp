// SPDX-License-Identifier: MIT
//
// Ctrl-C and its like, as something to wait for beside a host instead of something that strikes at any
// instruction.
#pragma once

#include <signal.h>

#include "support/descriptor.hpp"

namespace parallax {

class Interruption {
 public:
  // From now on SIGINT, SIGTERM and SIGHUP no longer end the process; the one who made this has to look.
  Interruption();
  // Undoes that.
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  // Readable while a signal waits to be seen.
  int descriptor() const { return descriptor_.get(); }
  // The signal that came first, 0 if none has. Never blocks.
  int signal();
  // As if this signal had come, unless one has.
  void interrupt(int signal);
  // The signals as they were before: what a child should start with.
  const sigset_t& original_mask() const { return original_; }

 private:
  sigset_t original_{};
  Descriptor descriptor_;
  int seen_ = 0;
};

}  // namespace parallax
