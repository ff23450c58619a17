// SPDX-License-Identifier: MIT
//
// Who touches memory first. The kernel takes a page from the node of memory on whose processor it is first written, and
// there it stays: on machines with several nodes this decides how far each worker has to go for its share.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "runtimes/support/places.hpp"

namespace parallax {

enum class FirstTouch : std::uint8_t {
  caller,      // all of it, as it comes
  workers,     // each its share of the bytes, one after the other, as a static schedule divides items
  interleaved  // nodes of memory take turns, page by page
};
inline constexpr std::array<std::string_view, 3> first_touch_names{"caller", "workers", "interleaved"};

// Pages [first, last), every `step`th one, from a place.
struct TouchedPages {
  std::size_t place = 0;  // by its number among those that were given
  std::size_t first = 0, last = 0, step = 1;

  bool operator==(const TouchedPages&) const = default;
};

// Which of so many places touches which of so many pages: shares, or turns.
std::vector<TouchedPages> shares_of(std::size_t pages, std::size_t places);
std::vector<TouchedPages> turns_of(std::size_t pages, std::size_t places);

// Touches all pages of memory that is still untouched, zero, for so many workers. The calling thread goes to the places of the
// workers (a core each) or to each node, one after the other, and comes back: that is enough, since it does not matter which
// thread it is. Less than 16 pages are left to the caller. Throws std::system_error.
void touch_first(std::span<std::byte> memory, FirstTouch by, int workers);

}  // namespace parallax
