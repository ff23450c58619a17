// SPDX-License-Identifier: MIT
//
// The processes whose parent is this one, as the kernel lists them.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace parallax::testing {

// In the order of their numbers, zombies included.
inline std::vector<pid_t> children() {
  std::vector<pid_t> found;
  std::error_code gone;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", gone)) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::string line = content_of(entry.path() / "stat");
    const auto name_end = line.rfind(')');
    char state = 0;
    int parent = 0;
    if (name_end != std::string::npos &&
        std::sscanf(line.c_str() + name_end + 1, " %c %d", &state, &parent) == 2 && parent == getpid())
      found.push_back(std::stoi(name));
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace parallax::testing
