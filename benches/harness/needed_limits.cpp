// SPDX-License-Identifier: MIT
#include "benches/harness/needed_limits.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <stdexcept>

namespace parallax {
namespace {

constexpr rlim_t fewest_descriptors = 24, smallest_stack = 128 << 10;

}  // namespace

void require_limits() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < fewest_descriptors) {
    limit.rlim_cur = std::min(limit.rlim_max, fewest_descriptors);
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < fewest_descriptors)
      throw std::runtime_error(fmt::format("only {} files may be open at once (ulimit -Hn); {} are needed",
                                           limit.rlim_cur, fewest_descriptors));
  }
  if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < smallest_stack)
    throw std::runtime_error(fmt::format("the stack may have {} KiB (ulimit -s); {} are needed",
                                         limit.rlim_cur >> 10, smallest_stack >> 10));
}

}  // namespace parallax
