// SPDX-License-Identifier: MIT
// How often a text has a part.
#pragma once

#include <cstddef>
#include <string>

namespace parallax::reports {

inline std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace parallax::reports
