// SPDX-License-Identifier: MIT
//
// What the kernel says of a process or a thread in its file "stat" below /proc.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

namespace parallax {

// The fields behind the name in brackets, which may hold anything, brackets too: the state first, then the parent, and so on
// (proc(5)). Reading them fails if there is no such process, or no more.
inline std::istringstream stat_behind_name(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream content;
  content << file.rdbuf();  // which does not throw if it ends meanwhile, as an iterator would
  const auto text = content.str();
  const auto name_end = text.rfind(')');
  return std::istringstream(name_end == std::string::npos ? "" : text.substr(name_end + 1));
}

}  // namespace parallax
