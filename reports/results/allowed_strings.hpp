// SPDX-License-Identifier: MIT
// Google Benchmark escapes quotes, backslashes and a few control characters in names and messages, and writes all other
// bytes as they are. JSON allows neither other control characters nor what is no UTF-8, and its parser refuses the file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parallax::reports {

struct AllowedStrings {
  std::string text;            // as many lines as before
  std::size_t count = 0;       // strings that were not allowed; 0: the text is as it was
  std::size_t first_line = 0;  // of these, counted from 1
};

// Control characters in strings become escapes of JSON, bytes that are no UTF-8 become U+FFFD. A string ends with its line,
// whatever quotes stand in lines between JSON.
AllowedStrings with_allowed_strings(std::string_view text);

}  // namespace parallax::reports
