// SPDX-License-Identifier: MIT
//
// Who shares a host and its processors with whom, and whether ranks can have memory at the same addresses: what each
// concludes from what all have told. However many processors a host has, a rank tells only of as many as it needs to.
#pragma once

#include <fmt/format.h>
#include <sys/types.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace parallax {

// What every rank knows of each.
struct RankFacts {
  char host[64] = {};        // its name
  std::uint64_t place = 0;   // the same for ranks that share a host, its memory and its loopback
  std::uint64_t memory = 0;  // the address at which its shared memory begins
  std::uint32_t processor_bytes =
      0;  // of the mask of the processors that it may use: launchers like to give each its own
  pid_t pid = 0;
};

inline std::string place_of(int rank, const RankFacts& facts) {
  return fmt::format("rank {}, process {} on {}", rank, facts.pid, facts.host);
}

// A bit for each processor up to the last of these.
inline std::vector<std::byte> processor_mask(std::span<const int> processors) {
  std::vector<std::byte> mask;
  for (const int number : processors) {
    const auto at = static_cast<std::size_t>(number) / 8;
    if (at >= mask.size()) mask.resize(at + 1);
    mask[at] |= std::byte{1} << number % 8;
  }
  return mask;
}

struct Neighbours {
  int hosts = 0;
  bool pinned = false;  // on one host some may use processors that others may not
  int here = 0;         // ranks on this rank's host
  int processors = 0;   // of this host that any of them may use
};

// masks: of every rank, all of the same length. place: this rank's.
inline Neighbours neighbours_of(std::span<const RankFacts> all, std::span<const std::byte> masks,
                                std::uint64_t place) {
  const std::size_t bytes = masks.size() / all.size();
  Neighbours found;
  std::vector<std::byte> together(bytes);
  std::map<std::uint64_t, std::span<const std::byte>> first_there;
  for (std::size_t rank = 0; rank < all.size(); ++rank) {
    const auto mask = masks.subspan(rank * bytes, bytes);
    const auto& first = first_there.emplace(all[rank].place, mask).first->second;
    if (!std::equal(mask.begin(), mask.end(), first.begin())) found.pinned = true;
    if (all[rank].place != place) continue;
    ++found.here;
    for (std::size_t i = 0; i < bytes; ++i) together[i] |= mask[i];
  }
  found.hosts = static_cast<int>(first_there.size());
  for (const std::byte eight : together) found.processors += std::popcount(std::to_integer<unsigned>(eight));
  return found;
}

// Throws std::runtime_error if ranks have shared memory at different addresses: their hosts' addresses differ in length.
inline void require_same_memory(std::span<const RankFacts> all) {
  for (std::size_t rank = 1; rank < all.size(); ++rank) {
    if (all[rank].memory != all[0].memory)
      throw std::runtime_error(
          fmt::format("{} cannot have memory at the addresses that {} has; their systems differ",
                      place_of(static_cast<int>(rank), all[rank]), place_of(0, all[0])));
  }
}

}  // namespace parallax
