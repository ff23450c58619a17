// SPDX-License-Identifier: MIT
//
// What the children of this process that have ended and were reaped had used.
#pragma once

#include <sys/resource.h>

#include "runtimes/runtime.hpp"

namespace parallax {

inline Usage usage_of_reaped() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return {.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime),
          .context_switches = static_cast<std::uint64_t>(used.ru_nvcsw + used.ru_nivcsw),
          .pss_bytes = 0};
}

}  // namespace parallax
