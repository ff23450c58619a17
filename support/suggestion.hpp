// SPDX-License-Identifier: MIT
// "Did you mean ...?": the known word that somebody most likely had in mind. For options, commands and files.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parallax {

// How many letters must be inserted, left out, replaced or swapped with their neighbour to get from one word
// to the other (Damerau's distance, no letter changed twice).
std::size_t edit_distance(std::string_view from, std::string_view to);

// The one of `known` from which `typed` differs in one letter, else the one that begins with it, else the
// one that is typed with about one wrong letter in three; nothing if none is. Dashes in front, upper case,
// and '_' for '-' make no difference. Of several, the first.
std::string nearest(std::string_view typed, const std::vector<std::string>& known);

}  // namespace parallax
