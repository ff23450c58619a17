// SPDX-License-Identifier: MIT
//
// What --help prints: how to begin, the flags that matter, then all others.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "support/manual/manual.hpp"

namespace parallax {

struct FlagHelp {
  std::string group;
  std::string flag;  // "--workers=1,2,4"
  std::string text;
};

// The group that comes first.
inline constexpr const char* most_used_flags = "Flags that matter most";

// Flags of a group together, groups in the order in which they come first.
std::string help_text(const std::vector<FlagHelp>& flags, std::size_t columns);

// The same as data. `names` are those of kernels, probes and runtimes.
Manual manual_of(const std::vector<FlagHelp>& flags, std::vector<std::string> names);

}  // namespace parallax
