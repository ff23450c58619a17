// SPDX-License-Identifier: MIT
//
// The probes of this program, by name. Every process of the same program has the same table.
#pragma once

#include <span>
#include <string_view>

#include "benches/probe.hpp"

namespace parallax {

std::span<const ProbeEntry* const> probes();

// Null if there is none of this name.
const ProbeEntry* find_probe(std::string_view name);

}  // namespace parallax
