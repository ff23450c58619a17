// SPDX-License-Identifier: MIT
//
// Names in a column and texts beside them, for help and lists.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace parallax {

struct NamedText {
  std::string name, text;
};

// Texts are wrapped within their own column, which begins at most at `widest_name` behind the indentation: a
// longer name has a line of its own.
std::string in_two_columns(const std::vector<NamedText>& entries, std::size_t indentation,
                           std::size_t columns, std::size_t widest_name = 30);

// For texts that are no table: as wide as the terminal is, within reason.
std::size_t text_columns();

}  // namespace parallax
