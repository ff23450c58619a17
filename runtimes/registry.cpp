// SPDX-License-Identifier: MIT
//
// Compiled once per program: runtime_list.inc, made by CMake, has a line FOUND(identifier) or MISSING(name,
// reason) for each runtime.
#include "runtimes/registry.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace parallax {

#define FOUND(identifier) extern "C" const RuntimeEntry parallax_runtime_##identifier;
#define MISSING(name, reason)
#include "runtime_list.inc"
#undef FOUND
#undef MISSING

std::span<const RuntimeEntry* const> runtimes() {
#define FOUND(identifier) &parallax_runtime_##identifier,
#define MISSING(name, reason)
  static constexpr std::array entries{
#include "runtime_list.inc"
  };
#undef FOUND
#undef MISSING
  return entries;
}

std::span<const MissingRuntime> missing_runtimes() {
#define FOUND(identifier)
#define MISSING(name, reason) MissingRuntime{name, reason},
  // The last entry keeps the array from being empty where nothing is missing.
  static constexpr std::array entries{
#include "runtime_list.inc"
      MissingRuntime{}};
#undef FOUND
#undef MISSING
  return std::span(entries).first(entries.size() - 1);
}

std::vector<Setting> runtime_settings() {
  std::vector<Setting> all;
  for (const RuntimeEntry* entry : runtimes()) {
    for (const Setting& setting : entry->facts.settings) {
      const auto known =
          std::find_if(all.begin(), all.end(), [&](const Setting& one) { return one.name == setting.name; });
      if (known == all.end()) {
        all.push_back(setting);
      } else if (*known != setting) {
        throw std::logic_error("two runtimes declare the setting " + std::string(setting.name) +
                               " differently");
      }
    }
  }
  return all;
}

const RuntimeEntry* find_runtime(std::string_view name) {
  for (const RuntimeEntry* entry : runtimes()) {
    if (entry->facts.name == name) return entry;
  }
  return nullptr;
}

}  // namespace parallax
