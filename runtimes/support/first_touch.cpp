// SPDX-License-Identifier: MIT
#include "runtimes/support/first_touch.hpp"

#include <unistd.h>

#include <algorithm>

#include "support/affinity.hpp"

namespace parallax {
namespace {

constexpr std::size_t fewest_pages = 16;

// Where the calling thread was, however this ends.
class ComesBack {
 public:
  ComesBack() : before_(affinity()) {}
  ~ComesBack() { stay_on(before_); }
  ComesBack(const ComesBack&) = delete;
  ComesBack& operator=(const ComesBack&) = delete;

 private:
  std::vector<int> before_;
};

}  // namespace

std::vector<TouchedPages> shares_of(std::size_t pages, std::size_t places) {
  std::vector<TouchedPages> shares;
  for (std::size_t i = 0; i < places; ++i) {
    const TouchedPages share{i, pages * i / places, pages * (i + 1) / places};
    if (share.first < share.last) shares.push_back(share);
  }
  return shares;
}

std::vector<TouchedPages> turns_of(std::size_t pages, std::size_t places) {
  std::vector<TouchedPages> turns;
  for (std::size_t i = 0; i < std::min(places, pages); ++i) turns.push_back({i, i, pages, places});
  return turns;
}

void touch_first(std::span<std::byte> memory, FirstTouch by, int workers) {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t pages = (memory.size() + page - 1) / page;
  if (by == FirstTouch::caller || pages < fewest_pages) return;
  const Topology machine = this_topology();
  // More workers than cores share these.
  const bool is_shared = by == FirstTouch::workers;
  const auto places = is_shared ? places_of(machine, Pin::cores, std::min(workers, machine.cores()))
                                : places_of(machine, Pin::numa, machine.nodes());
  const ComesBack comes_back;
  for (const auto& part : is_shared ? shares_of(pages, places.size()) : turns_of(pages, places.size())) {
    stay_on(places[part.place]);
    // Zero is what it holds; the store must not be left out for that.
    for (std::size_t i = part.first; i < part.last; i += part.step)
      *static_cast<volatile std::byte*>(&memory[i * page]) = std::byte{0};
  }
}

}  // namespace parallax
