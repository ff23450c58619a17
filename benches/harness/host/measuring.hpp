// SPDX-License-Identifier: MIT
//
// What a host does with its order, wherever it runs: a process beside the conductor, or rank 0 of a launched
// job.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "benches/harness/host/verification.hpp"
#include "benches/harness/protocol.hpp"
#include "benches/kernel.hpp"

namespace parallax {

// The host's way to its conductor.
struct ConductorLink {
  // Says which stage begins.
  std::function<void(std::string_view stage)> announce;
  // Holds a result against the serial answer; of so many items.
  std::function<Mistake(std::span<const std::byte> result, std::size_t items)> compare;
  // Keeps the serial answer.
  std::function<void(std::span<const std::byte> result)> keep;
};

// Makes a kernel's data; every rank makes its own.
std::unique_ptr<Work> prepare(const Order& order, Arena& arena);

// Does the order and returns the last message; throws nothing but what the conductor's functions throw.
Message execute(const Order& order, const ConductorLink& conductor);

}  // namespace parallax
