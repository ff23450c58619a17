// SPDX-License-Identifier: MIT
//
// Compiled once per program: probe_list.inc, made by CMake, has a line PROBE(identifier) for each probe's
// file.
#include "benches/probes/probes.hpp"

#include <array>

namespace parallax {

#define PROBE(identifier) extern const ProbeEntry probe_##identifier;
#include "probe_list.inc"
#undef PROBE

std::span<const ProbeEntry* const> probes() {
#define PROBE(identifier) &probe_##identifier,
  static const std::vector<const ProbeEntry*> entries{
#include "probe_list.inc"
  };
#undef PROBE
  return entries;
}

const ProbeEntry* find_probe(std::string_view name) {
  for (const ProbeEntry* entry : probes()) {
    if (entry->facts.name == name) return entry;
  }
  return nullptr;
}

}  // namespace parallax
