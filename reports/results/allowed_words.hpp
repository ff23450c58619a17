// SPDX-License-Identifier: MIT
// Words that programs write and JSON does not have. Google Benchmark escapes quotes, backslashes and a few control
// characters in names and messages, and writes all other bytes as they are; old versions write numbers as the language
// does: nan, -inf, and on Windows -nan(ind). A parser refuses the whole file for each of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parallax::reports {

struct AllowedWords {
  std::string text;            // as many lines as before
  std::size_t count = 0;       // lines with words that were not allowed; 0: the text is as it was
  std::size_t first_line = 0;  // of these, counted from 1
};

// Control characters in strings become escapes of JSON, bytes that are no UTF-8 become U+FFFD. What is no number becomes
// NaN or Infinity (which JsonInput takes), and so does a number that is too large. A string ends with its line, whatever
// quotes stand in lines between JSON.
AllowedWords with_allowed_words(std::string_view text);

}  // namespace parallax::reports
