// SPDX-License-Identifier: MIT
//
// A counter's value with its unit, which its name tells.
#pragma once

#include <string>
#include <string_view>

namespace parallax {

// ("gil_wait_p99", 0.0052) -> "5.20 ms", ("pss", 4.5e6) -> "4.3 MiB", ("switches", 741) -> "741"
std::string counter_text(std::string_view name, double value);

// A number's blank that never breaks is an ordinary one in the table, which breaks no lines.
std::string with_plain_blanks(std::string text);

}  // namespace parallax
