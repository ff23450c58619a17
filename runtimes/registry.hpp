// SPDX-License-Identifier: MIT
//
// The runtimes of this program, in the order of runtimes/CMakeLists.txt, and those that could not be built.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "runtimes/runtime.hpp"

namespace parallax {

struct MissingRuntime {
  std::string_view name;
  std::string_view reason;
};

std::span<const RuntimeEntry* const> runtimes();
std::span<const MissingRuntime> missing_runtimes();

// The knobs of all runtimes, each once, in the order of the runtimes. Throws std::logic_error if two runtimes
// declare one name differently.
std::vector<Setting> runtime_settings();

// Null if there is none of this name.
const RuntimeEntry* find_runtime(std::string_view name);

}  // namespace parallax
