// SPDX-License-Identifier: MIT
// Plain text for a terminal: safe to print, of known width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parallax::text {

// Names come from files that anyone may have written: control characters (escape sequences too), characters
// that turn the direction of writing, and bytes that are no UTF-8 become U+FFFD.
std::string printable(std::string_view text);

// Bytes that are no UTF-8 become U+FFFD; all else stays.
std::string valid_utf8(std::string_view text);

// How many bytes the character has with which a text that is not empty begins; 0 if that is no UTF-8.
std::size_t character_length(std::string_view text);

// Characters of a printable text; every one of ours is one column wide.
std::size_t width(std::string_view text);

// At most so many columns: cut with "…" at the end if it has more.
std::string shortened(std::string_view text, std::size_t columns);

// Exactly so many columns: filled up with blanks, or cut with "…" at the end.
std::string left(std::string_view text, std::size_t columns);
std::string right(std::string_view text, std::size_t columns);

// Broken at blanks into lines of at most so many columns (a longer word is cut); ends with a newline. Blanks
// in front stay, and all lines but the first begin with `indentation` blanks.
std::string wrapped(std::string_view text, std::size_t columns, std::size_t indentation = 0);

}  // namespace parallax::text
