// SPDX-License-Identifier: MIT
//
// As many descriptors as we may have: a connection needs one, and the usual soft limit, 1024, is there for
// programs with select().
#pragma once

#include <sys/resource.h>

#include "support/system_error.hpp"

namespace parallax {

// Throws std::system_error.
inline void raise_descriptor_limit() {
  rlimit limit{};
  check(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit(RLIMIT_NOFILE)");
  limit.rlim_cur = limit.rlim_max;
  check(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit(RLIMIT_NOFILE)");
}

}  // namespace parallax
