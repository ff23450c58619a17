// SPDX-License-Identifier: MIT
// Who runs when: random, but balanced, so that neither what came before nor being first helps one arm.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "reports/gate/comparison.hpp"

namespace parallax::reports::gate {

class Schedule {
 public:
  explicit Schedule(std::uint64_t seed) : bits_(seed) {}

  // The numbers 0 to count - 1 in random order.
  std::vector<std::size_t> order(std::size_t count);

  // Of a cell's round: base and head in random order in even rounds, the other way round in the odd round
  // that follows (ABBA or BAAB).
  std::array<Arm, 2> pair(std::size_t cell, std::size_t round);

  // Of a cell's round with the control: in each six rounds every order of the three occurs once.
  std::array<Arm, 3> triple(std::size_t cell, std::size_t round);

  // Bytes, 0 to 4095: how far the environment moves the stack.
  std::size_t padding() { return below(4096); }

 private:
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(bits_() % end); }

  // The standard's distributions and shuffles differ between libraries; this is the same everywhere.
  std::mt19937_64 bits_;
  std::vector<bool> head_first_;                    // of the last even round, by cell
  std::vector<std::array<std::size_t, 6>> orders_;  // of the last six rounds, by cell
};

}  // namespace parallax::reports::gate
