// SPDX-License-Identifier: MIT
//
// Where workers run, if they are not left to the scheduler: each has a place, a few processors that it stays on.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "runtimes/support/topology.hpp"

namespace parallax {

enum class Pin : std::uint8_t {
  none,
  cores,    // a core each, with all its hardware threads
  threads,  // a hardware thread each; siblings are neighbours
  numa      // a node of memory each, neighbours in the same one
};
inline constexpr std::array<std::string_view, 4> pin_names{"none", "cores", "threads", "numa"};

// The numbers of some processors.
using Place = std::vector<int>;

// The place of each of so many workers, or nothing with Pin::none. Cores and threads are filled node by node, and in a
// node cache by cache; if there are more workers than these, it begins anew. Over nodes workers are spread evenly.
// On the processors of all these places alone, the places are the same.
std::vector<Place> places_of(const Topology& topology, Pin pin, int workers);

// All processors of these places, ascending.
Place all_of(const std::vector<Place>& places);

}  // namespace parallax
