// SPDX-License-Identifier: MIT
//
// What one process has used so far, asked from outside or inside.
#pragma once

#include <sys/types.h>

#include "runtimes/runtime.hpp"

namespace parallax {

// All threads of the process counted. Throws std::system_error if there is no such process (any more).
Usage usage_of(pid_t pid);
// Of this process, for those who want to know what they have used without using much for it: no memory, and
// of other threads that run just now what was known at the last tick.
Usage processor_use_here();

}  // namespace parallax
