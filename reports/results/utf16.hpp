// SPDX-License-Identifier: MIT
// UTF-16, which is what some shells write when output is redirected, as UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parallax::reports {

// Of a text that begins with the byte order mark of UTF-16 (either order); the mark is left out. Half a character at the
// end, or surrogates that are no pair, become U+FFFD. Nothing for every other text.
std::optional<std::string> utf8_of_utf16(std::string_view bytes);

}  // namespace parallax::reports
