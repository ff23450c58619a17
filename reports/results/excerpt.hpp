// SPDX-License-Identifier: MIT
// What a file says, as a message may quote it: on one line, short, and without power over a terminal.
#pragma once

#include <string>
#include <string_view>

namespace parallax::reports {

// Control characters become "\x1b"; of a long text, the beginning stands for the whole.
std::string excerpt(std::string_view text);

}  // namespace parallax::reports
