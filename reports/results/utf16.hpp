// SPDX-License-Identifier: MIT
// UTF-16, which is what some shells write when output is redirected, as UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parallax::reports {

// Whether a text begins with the byte order mark of UTF-16 (either order), or with two characters of ASCII in it.
bool is_utf16(std::string_view bytes);

// Without the mark. Half a character at the end, or surrogates that are no pair, become U+FFFD. Nothing for every other
// text.
std::optional<std::string> utf8_of_utf16(std::string_view bytes);

}  // namespace parallax::reports
