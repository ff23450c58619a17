// SPDX-License-Identifier: MIT
//
// Pid descriptors: a process by a number that is never used again while we have it.
#pragma once

#include <sys/types.h>

#include "support/descriptor.hpp"

namespace parallax {

// Of a child that has just been started; readable once it has ended. If there is none to be had, the child is
// killed, with `group` all of the process group that it leads, and reaped, and std::system_error thrown.
Descriptor pidfd_of_child(pid_t child, bool group = false);

}  // namespace parallax
