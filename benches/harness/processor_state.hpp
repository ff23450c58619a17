// SPDX-License-Identifier: MIT
//
// What /sys tells of processors beyond how they are joined (runtimes/support/topology.hpp).
#pragma once

#include <filesystem>
#include <string>

namespace parallax {

// Which processors are of which kind, where there are several: "cpu_core: 0-15, cpu_atom: 16-23" (Intel's performance and
// efficient cores), "capacity 446: 4 processors, capacity 1024: 4 processors" (Arm); "all alike" elsewhere. `root` is the
// directory that holds /sys.
std::string core_types(const std::filesystem::path& root);

// Whether the clock may rise above its nominal rate: "on", "off" or "unknown".
std::string boost_state(const std::filesystem::path& root);

}  // namespace parallax
