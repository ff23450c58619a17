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

// For GoogleTest's messages.
void PrintTo(const Leftovers& value, std::ostream* to);

}  // namespace parallax::testing
