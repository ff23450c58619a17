// SPDX-License-Identifier: MIT
//
// What the kernel says in /proc about memory, and about threads and processes: whether they sleep, how often
// they did, whether they are dying.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace parallax {

// The memory of one process, in bytes.
struct Footprint {
  double pss = 0;          // a page that n processes share counts 1/n
  double unshared = 0;     // pages that it has for itself alone
  double page_tables = 0;  // what the kernel needs to know where all pages are
};

// Zeros for a process that is gone or that we may not look into.
Footprint footprint_of(pid_t process);

// Anonymous memory of this process that is in memory now, and how much of it lies in huge pages.
std::uint64_t resident_bytes();
std::uint64_t huge_bytes();

// What the machine could give to new programs without swapping.
std::uint64_t available_bytes();

// Both take the number of a process or of any thread.
// 'S' asleep, 'R' running or about to, 'Z' dead and not reaped, ...; 0 if it is gone.
char state_of(pid_t thread);
// How often it gave up its processor because it had to wait.
std::uint64_t sleeps_of(pid_t thread);

// Whether it is gone, dead or on its way there, from which nothing returns.
bool dying(pid_t process);

}  // namespace parallax
