// SPDX-License-Identifier: MIT
//
// The control groups that hold for this process, of version 1 or 2: a limit of any of them is a limit of this process.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace parallax {

// The directories with the files of a controller ("cpu", "memory"): the group that this process is in and all above it,
// as far as they are mounted; each once, though it may have several names. `root` is the directory that holds /proc and
// /sys.
std::vector<std::filesystem::path> cgroups_of(std::string_view controller, const std::filesystem::path& root);

}  // namespace parallax
