// SPDX-License-Identifier: MIT
#include "benches/support/process_fixture.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace parallax {
namespace {

// Of this process. Written before workers start and after they have ended, so that it needs no lock.
std::array<ProcessFixture::Made, 64> made;

std::uint32_t free_slot() {
  const auto* const found = std::find(made.begin(), made.end(), nullptr);
  if (found == made.end()) throw std::length_error("too many fixtures at once");
  return static_cast<std::uint32_t>(found - made.begin());
}

}  // namespace

ProcessFixture::ProcessFixture(Arena& arena, Make make_object, const void* seed)
    : recipe_(arena.make<Recipe>(Recipe{free_slot(), make_object, seed})),
      in_workers_(&ProcessFixture::make, &recipe_) {
  make(&recipe_);
}

ProcessFixture::~ProcessFixture() { made[recipe_.slot].reset(); }

const void* ProcessFixture::at(std::uint32_t slot) {
  if (!made[slot]) throw std::logic_error("this process has not made its fixture");
  return made[slot].get();
}

void ProcessFixture::make(const void* recipe) {
  const Recipe& own = *static_cast<const Recipe*>(recipe);
  made[own.slot] = own.make(own.seed);
}

}  // namespace parallax
