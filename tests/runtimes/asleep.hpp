// SPDX-License-Identifier: MIT
//
// What the kernel says about a thread that waits, so that tests need not guess how long that takes.
#pragma once

#include <fmt/format.h>
#include <sys/types.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>

#include "tests/support/program.hpp"

namespace parallax::testing {

// Whether a process, or a thread of this one, is asleep right now.
inline bool asleep(pid_t id) {
  const std::string line = content_of(fmt::format("/proc/{}/stat", id));
  const auto name_end = line.rfind(") ");
  return name_end != std::string::npos && line[name_end + 2] == 'S';
}

// Whether all threads of a process are: one that can run but has no processor is not.
inline bool all_asleep(pid_t process) {
  std::error_code ended;
  const std::filesystem::directory_iterator threads(fmt::format("/proc/{}/task", process), ended);
  return !ended && std::all_of(begin(threads), end(threads), [](const auto& thread) {
    return asleep(static_cast<pid_t>(std::stol(thread.path().filename().string())));
  });
}

// How often it has gone to sleep so far.
inline std::uint64_t sleeps_of(pid_t id) {
  const std::string status = content_of(fmt::format("/proc/{}/status", id)),
                    key = "\nvoluntary_ctxt_switches:";
  const auto at = status.find(key);
  return at == std::string::npos ? 0 : std::stoull(status.substr(at + key.size()));
}

}  // namespace parallax::testing
