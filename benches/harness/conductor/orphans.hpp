// SPDX-License-Identifier: MIT
//
// Processes that have become ours because their parent is dead: a launcher's, which puts each rank into a
// group of its own, and daemons that a host has started.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <set>

namespace parallax {

// Whether there are any, which one call tells: the list of all processes may be long.
bool has_children();

// The processes whose parent is this one, those that have ended but not been reaped included.
std::set<pid_t> children();

// Reaps every child that is not among `known`, and what becomes a child by that, until there is none; those
// that have not ended by themselves within `patience` are killed. Returns how many had to be.
int end_orphans(const std::set<pid_t>& known, std::chrono::milliseconds patience);

}  // namespace parallax
