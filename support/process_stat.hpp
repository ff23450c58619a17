// SPDX-License-Identifier: MIT
//
// What the kernel says of a process or a thread in its file "stat" below /proc.
#pragma once

#include <fstream>
#include <limits>
#include <string>

namespace parallax {

// The fields behind the name in brackets, which may hold anything: the state first, then the parent, and so on
// (proc(5)). Reading fails if there is no such process.
inline std::ifstream stat_behind_name(const std::string& path) {
  std::ifstream file(path);
  file.ignore(std::numeric_limits<std::streamsize>::max(), ')');
  return file;
}

}  // namespace parallax
