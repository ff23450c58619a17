// SPDX-License-Identifier: MIT
//
// The processors that this process or a thread may run on, however many the machine has: more than cpu_set_t has room for,
// too.
#pragma once

#include <sched.h>

#include <cstddef>
#include <span>
#include <vector>

namespace parallax {

// Puts this process' mask into `mask`, which has `bytes`; fails with EINVAL if the kernel's is larger.
using ReadAffinity = int (*)(std::size_t bytes, cpu_set_t* mask);

// The numbers of the processors in the mask, ascending. Tests have a kernel of their own. Throws std::system_error.
std::vector<int> affinity(ReadAffinity read);
std::vector<int> affinity();

// How many these are.
int affinity_cpus();

// Keeps the calling thread on these processors, of which there is at least one, and what it starts from now on. Throws
// std::system_error.
void stay_on(std::span<const int> processors);

}  // namespace parallax
