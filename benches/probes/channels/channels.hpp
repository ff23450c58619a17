// SPDX-License-Identifier: MIT
//
// All transports, by name.
#pragma once

#include <span>
#include <string_view>

#include "benches/probes/channels/channel.hpp"

namespace parallax {

std::span<const ChannelEntry* const> channels();

// Null if there is none of this name.
const ChannelEntry* find_channel(std::string_view name);

// "a pipe; 1 to 1, 3 copies": what the facts say, for --list-probes. Valid for ever.
std::string_view description_of(const ChannelEntry& entry);

}  // namespace parallax
