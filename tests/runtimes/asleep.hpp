// SPDX-License-Identifier: MIT
//
// What the kernel says about a thread that waits, so that tests need not guess how long that takes.
#pragma once

#include <fmt/format.h>
#include <sys/types.h>

#include <cstdint>
#include <string>

#include "tests/support/program.hpp"

namespace parallax::testing {

// Whether a process, or a thread of this one, is asleep right now.
inline bool asleep(pid_t id) {
  const std::string line = content_of(fmt::format("/proc/{}/stat", id));
  const auto name_end = line.rfind(") ");
  return name_end != std::string::npos && line[name_end + 2] == 'S';
}

// How often it has gone to sleep so far.
inline std::uint64_t sleeps_of(pid_t id) {
  const std::string status = content_of(fmt::format("/proc/{}/status", id)),
                    key = "\nvoluntary_ctxt_switches:";
  const auto at = status.find(key);
  return at == std::string::npos ? 0 : std::stoull(status.substr(at + key.size()));
}

}  // namespace parallax::testing
