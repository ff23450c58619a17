// SPDX-License-Identifier: MIT
//
// What this process has that a runtime could have left behind.
#pragma once

#include <string>

namespace parallax::testing {

struct Leftovers {
  int threads = 0;
  int children = 0;  // zombies too
  int descriptors = 0;
  std::string shared;  // names in /dev/shm

  bool operator==(const Leftovers&) const = default;
};

Leftovers leftovers();

// The same, looked at until it is as `before`, for up to a minute: a thread that has been joined is still
// listed by the kernel for a moment.
Leftovers settled_leftovers(const Leftovers& before);

// For GoogleTest's messages.
void PrintTo(const Leftovers& value, std::ostream* to);

}  // namespace parallax::testing
