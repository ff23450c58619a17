// SPDX-License-Identifier: MIT
//
// What the kernel says of a process or a thread in its file "stat" below /proc.
#pragma once

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace parallax {

// The fields behind the name in brackets, which may hold anything, brackets too: the state first, then the parent, and so on
// (proc(5)). Reading fails if there is no such process.
inline std::istringstream stat_behind_name(const std::string& path) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto name_end = text.rfind(')');
  return std::istringstream(name_end == std::string::npos ? "" : text.substr(name_end + 1));
}

}  // namespace parallax
