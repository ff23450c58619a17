// SPDX-License-Identifier: MIT
//
// What a host does with its order, wherever it runs: a process beside the conductor, or rank 0 of a launched
// job.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "benches/harness/host/verification.hpp"
#include "benches/harness/protocol.hpp"

namespace parallax {

// The host's way to its conductor.
struct ConductorLink {
  // Says which stage begins.
  std::function<void(std::string_view stage)> announce;
  // Holds a result against the serial answer; of so many items.
  std::function<Mistake(std::span<const std::byte> result, std::size_t items)> compare;
  // Keeps the serial answer.
  std::function<void(std::span<const std::byte> result)> keep;
  // Tells a timeline.
  std::function<void(std::span<const TraceSlice> slices)> trace;
};

// Has `send` carry the pieces of a timeline, as many as it takes messages.
void send_timeline(std::span<const TraceSlice> slices, const std::function<void(const Message&)>& send);

// Does the order and returns the last message; throws nothing but what the conductor's functions throw.
Message execute(const Order& order, const ConductorLink& conductor);

}  // namespace parallax
