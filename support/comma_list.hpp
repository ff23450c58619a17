// SPDX-License-Identifier: MIT
//
// Lists on command lines: "1,2,4".
#pragma once

#include <string_view>

namespace parallax {

// Whether a value is missing beside a comma, as in "1,,2", "1," and ",". The parser of command lines drops it without
// a word, and takes "," for no list at all, which often means everything.
inline bool has_gap(std::string_view list) {
  return list.empty() || list.front() == ',' || list.back() == ',' ||
         list.find(",,") != std::string_view::npos;
}

}  // namespace parallax
