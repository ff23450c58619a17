// SPDX-License-Identifier: MIT
//
// As many descriptors as we may have: a connection needs one, and the usual soft limit, 1024, is there for
// programs with select().
#pragma once

#include <sys/resource.h>

#include <cerrno>
#include <system_error>

namespace parallax {

// Throws std::system_error.
inline void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
    throw std::system_error(errno, std::generic_category(), "getrlimit(RLIMIT_NOFILE)");
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
    throw std::system_error(errno, std::generic_category(), "setrlimit(RLIMIT_NOFILE)");
}

}  // namespace parallax
