// SPDX-License-Identifier: MIT
//
// Starts the processes of the conductor: hosts and the origin. Each leads a process group of its own, so that
// a Ctrl-C on the terminal reaches the conductor alone, and finds exactly the descriptors it is meant to
// have.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "runtimes/process/child.hpp"
#include "support/descriptor.hpp"

namespace parallax {

// The first descriptor that spawn() passes on.
inline constexpr int first_inherited = 3;

// A child that its owner has to reap.
struct Spawned {
  pid_t pid = -1;
  Descriptor end;  // a pid descriptor, readable once the child has ended
};

// Where a child's standard streams lead; -1: from nothing, and to our standard error, so that what a child
// prints does not end up in our results.
struct Streams {
  int in = -1, out = -1, error = -1;
};

// Runs `command` with the signal mask `mask`. The descriptors `inherited` are its numbers 3, 4, ..., and
// every other one is closed. Throws std::system_error and leaves nothing behind then.
Spawned spawn(const std::vector<std::string>& command, std::initializer_list<int> inherited,
              const sigset_t& mask, const Streams& streams = {});

// How a child that has ended did so. It remains to be reaped.
ExitStatus status_before_reaping(pid_t pid);

}  // namespace parallax
