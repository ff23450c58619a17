// SPDX-License-Identifier: MIT
//
// What the terminal behind a descriptor is like, if there is one.
#pragma once

#include <cstddef>
#include <optional>

namespace parallax {

// The columns of the terminal; where it does not say, COLUMNS. Nothing if the descriptor is no terminal.
std::optional<std::size_t> terminal_columns(int descriptor);

// COLUMNS of the environment, for whoever writes elsewhere.
std::optional<std::size_t> asked_columns();

// Whether it shows colours: a terminal, unless NO_COLOR or TERM=dumb say otherwise.
bool shows_colours(int descriptor);

}  // namespace parallax
