// SPDX-License-Identifier: MIT
//
// What this process has that a runtime could have left behind.
#pragma once

#include <sys/types.h>

#include <set>
#include <string>
#include <vector>

namespace parallax::testing {

struct Leftovers {
  int threads = 0;
  int children = 0;  // zombies too
  int descriptors = 0;
  std::vector<std::string> shared;  // names in /dev/shm, in order

  bool operator==(const Leftovers&) const = default;
};

Leftovers leftovers();

// Whether `now` has nothing that `before` had not.
bool not_more(const Leftovers& now, const Leftovers& before);

// leftovers(), looked at until they are not more than before, for up to a minute: a thread that has been
// joined is still listed by the kernel for a moment (in `before` too, which is why fewer are as good).
Leftovers settled_leftovers(const Leftovers& before);

// The threads that this process has now, by the kernel's numbers.
std::set<pid_t> threads_now();

// How many threads there are now that were not among `before`. Counts alone would not tell: `before` may hold
// one that has been joined and is listed for a moment longer.
int threads_since(const std::set<pid_t>& before);

// For GoogleTest's messages.
void PrintTo(const Leftovers& value, std::ostream* to);

}  // namespace parallax::testing
