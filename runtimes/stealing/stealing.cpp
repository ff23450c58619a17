// SPDX-License-Identifier: MIT
#include "runtimes/stealing/stealing.hpp"

#include <memory>

namespace parallax {
namespace {

std::size_t ranges_bytes(int workers) {
  return (static_cast<std::size_t>(workers) * sizeof(ChunkRange) + 4095) / 4096 * 4096;
}

std::span<ChunkRange> make_ranges(std::span<std::byte> memory, int workers) {
  auto* const first = reinterpret_cast<ChunkRange*>(memory.data());
  std::uninitialized_value_construct_n(first, workers);
  return {first, static_cast<std::size_t>(workers)};
}

}  // namespace

std::size_t Stealing::bytes(int workers) {
  return ranges_bytes(workers) + GraphTeam::bytes(workers) + TreeTeam::bytes(workers);
}

Stealing::Stealing(std::span<std::byte> memory, int workers, std::chrono::nanoseconds spin)
    : ranges_(make_ranges(memory, workers)),
      tree_(memory.subspan(ranges_bytes(workers) + GraphTeam::bytes(workers)), workers, spin),
      graph_(memory.subspan(ranges_bytes(workers)), workers, spin) {}

}  // namespace parallax
