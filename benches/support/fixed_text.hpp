// SPDX-License-Identifier: MIT
//
// A text as plain data, to be sent as it is.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace parallax {

// A text of limited length that can be sent. Longer ones are cut.
template <std::size_t Size>
struct Text {
  std::array<char, Size> characters{};

  Text() = default;
  Text(std::string_view text) { text.copy(characters.data(), Size - 1); }
  operator std::string_view() const { return characters.data(); }
};

}  // namespace parallax
