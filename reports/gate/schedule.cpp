// SPDX-License-Identifier: MIT
#include "reports/gate/schedule.hpp"

#include <numeric>
#include <utility>

namespace parallax::reports::gate {
namespace {

constexpr std::array<std::array<Arm, 3>, 6> permutations{{{Arm::base, Arm::head, Arm::control},
                                                          {Arm::base, Arm::control, Arm::head},
                                                          {Arm::head, Arm::base, Arm::control},
                                                          {Arm::head, Arm::control, Arm::base},
                                                          {Arm::control, Arm::base, Arm::head},
                                                          {Arm::control, Arm::head, Arm::base}}};

}  // namespace

std::vector<std::size_t> Schedule::order(std::size_t count) {
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  for (std::size_t i = count; i > 1; --i) std::swap(all[i - 1], all[below(i)]);
  return all;
}

std::array<Arm, 2> Schedule::pair(std::size_t cell, std::size_t round) {
  if (head_first_.size() <= cell) head_first_.resize(cell + 1);
  if (round % 2 == 0) head_first_[cell] = below(2) == 1;
  const bool head_first = head_first_[cell] != (round % 2 == 1);
  return head_first ? std::array{Arm::head, Arm::base} : std::array{Arm::base, Arm::head};
}

std::array<Arm, 3> Schedule::triple(std::size_t cell, std::size_t round) {
  if (orders_.size() <= cell) orders_.resize(cell + 1);
  if (round % 6 == 0) {
    const auto shuffled = order(6);
    std::copy(shuffled.begin(), shuffled.end(), orders_[cell].begin());
  }
  return permutations[orders_[cell][round % 6]];
}

}  // namespace parallax::reports::gate
