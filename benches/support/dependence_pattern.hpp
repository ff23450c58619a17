// SPDX-License-Identifier: MIT
//
// Task Bench's patterns of dependences as formulae (E. Slaughter et al., SC20; core/core.cc of its program). A graph
// has so many points and steps; in some patterns a step has fewer points. A task reads points of the step before, as
// far as that has them.
//
//   trivial              nothing
//   no_comm              i
//   stencil_1d           i-1, i, i+1
//   stencil_1d_periodic  the same round a ring, of at least 3 points
//   dom                  i-1, i; step t has points max(0, t+W-T) ... min(W-1, t): a wave front
//   tree                 i/2; step t has points 0 ... 2^t - 1, as far as there are so many
//   fft                  i-2^k, i, i+2^k, with another k in each step
//   all_to_all           all
//   nearest              radix points around i
//   spread               radix points, evenly spread, others in each step
//   random_nearest       of nearest's points i, and each other one with a probability of 1/4
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtimes/graph_job.hpp"
#include "support/siphash.hpp"

namespace parallax {

enum class Dependence : std::uint64_t {
  trivial,
  no_comm,
  stencil_1d,
  stencil_1d_periodic,
  dom,
  tree,
  fft,
  all_to_all,
  nearest,
  spread,
  random_nearest
};

inline constexpr std::array<std::string_view, 11> dependence_words{
    "trivial",    "no_comm", "stencil_1d", "stencil_1d_periodic", "dom", "tree", "fft",
    "all_to_all", "nearest", "spread",     "random_nearest"};

inline constexpr std::uint32_t most_radix = 32;  // as many bits as a mask has

struct DependencePattern {
  Dependence kind = Dependence::trivial;
  std::uint32_t width = 1, steps = 1, radix = 3;
  // Of random_nearest: for each set of steps and point which of nearest's points it reads; see fill_masks().
  const std::uint32_t* masks = nullptr;

  // Random and spread patterns repeat after so many steps.
  static constexpr std::uint32_t random_period = 3;
  std::uint32_t spread_period() const { return std::min<std::uint32_t>(3, (width + radix - 1) / radix); }

  // Points that the smallest graph of this pattern has.
  std::uint32_t least_width() const {
    return kind == Dependence::stencil_1d_periodic ? 3 : kind == Dependence::spread ? radix : 1;
  }

  TaskRange points(std::uint32_t step) const {
    if (kind == Dependence::dom) {
      const std::uint32_t begin = step + width > steps ? step + width - steps : 0;
      return {step, begin, begin + std::min({width, step + 1, steps - step})};
    }
    if (kind == Dependence::tree && step < 32) return {step, 0, std::min(width, std::uint32_t{1} << step)};
    return {step, 0, width};
  }

  std::size_t inputs(GraphTask task, TaskRange* to) const {
    if (task.step == 0) return 0;
    Ranges found{to, points(task.step - 1)};
    add_neighbours(found, task.point, task.step, true);
    return found.count;
  }
  std::size_t readers(GraphTask task, TaskRange* to) const {
    if (task.step + 1 == steps) return 0;
    Ranges found{to, points(task.step + 1)};
    add_neighbours(found, task.point, task.step + 1, false);
    return found.count;
  }

  std::size_t mask_count() const {
    return kind == Dependence::random_nearest ? std::size_t{random_period} * width : 0;
  }
  void fill_masks(std::uint32_t* to) const {
    constexpr double share = 0.25;
    for (std::uint64_t set = 0; set < random_period; ++set) {
      for (std::uint64_t i = 0; i < width; ++i) {
        std::uint32_t mask = 0;
        for (std::uint32_t bit = 0; bit < radix; ++bit) {
          const std::int64_t j = static_cast<std::int64_t>(i) - radix / 2 + bit;
          if (j < 0 || j >= width) continue;
          const auto other = static_cast<std::uint64_t>(j);
          const double random = static_cast<double>(siphash({0, radix, set, other, i})) * 0x1p-64;
          if (other == i || random < share) mask |= std::uint32_t{1} << bit;
        }
        to[set * width + i] = mask;
      }
    }
  }

 private:
  // Adds ranges as far as a step has them; those that touch become one.
  struct Ranges {
    TaskRange* to;
    TaskRange within;
    std::size_t count = 0;

    void add(std::int64_t begin, std::int64_t end) {
      begin = std::max<std::int64_t>(begin, within.begin);
      end = std::min<std::int64_t>(end, within.end);
      if (begin >= end) return;
      const auto first = static_cast<std::uint32_t>(begin), last = static_cast<std::uint32_t>(end);
      if (count != 0 && to[count - 1].end == first) {
        to[count - 1].end = last;
      } else {
        to[count++] = {within.step, first, last};
      }
    }
    void add(std::int64_t point) { add(point, point + 1); }
  };

  // Those whom point i of `reading` reads, in the step before; or those who read it there, in `reading`.
  void add_neighbours(Ranges& to, std::int64_t i, std::uint32_t reading, bool reads) const {
    const std::int64_t w = width, r = radix;
    switch (kind) {
      case Dependence::trivial:
        return;
      case Dependence::no_comm:
        return to.add(i);
      case Dependence::stencil_1d:
        return to.add(i - 1, i + 2);
      case Dependence::stencil_1d_periodic:
        if (i == w - 1) to.add(0);
        to.add(i - 1, i + 2);
        if (i == 0) to.add(w - 1);
        return;
      case Dependence::dom:
        return reads ? to.add(i - 1, i + 1) : to.add(i, i + 2);
      case Dependence::tree:
        return reads ? to.add(i / 2) : to.add(2 * i, 2 * i + 2);
      case Dependence::fft: {
        const std::int64_t distance = fft_distance(reading);
        to.add(i - distance);
        to.add(i);
        return to.add(i + distance);
      }
      case Dependence::all_to_all:
        return to.add(0, w);
      case Dependence::nearest:
        return reads ? to.add(i - r / 2, i + (r + 1) / 2) : to.add(i - (r - 1) / 2, i + r / 2 + 1);
      case Dependence::spread:
        for (std::int64_t k = 0; k < r; ++k) {
          const std::int64_t by = k * w / r + (k > 0 ? reading % spread_period() : 0);
          to.add((i + (reads ? by : w - by % w)) % w);
        }
        return;
      case Dependence::random_nearest:
        for (std::int64_t bit = 0; bit < r; ++bit) {
          // As seen from the reader, the point of `bit` is radix/2 below it and `bit` above that.
          const std::int64_t other = reads ? i - r / 2 + bit : i + r / 2 - (r - 1 - bit);
          const std::int64_t reader = reads ? i : other, at = reads ? bit : i - other + r / 2;
          if (reader < 0 || reader >= w || at < 0 || at >= r) continue;
          const std::uint32_t mask = masks[static_cast<std::size_t>(reading % random_period * w + reader)];
          if ((mask >> at & 1) != 0) to.add(other);
        }
        return;
    }
  }

  std::int64_t fft_distance(std::uint32_t reading) const {
    const auto bits = static_cast<std::uint32_t>(std::bit_width(width - 1));  // ceil(log2(width))
    return bits == 0 ? width : std::int64_t{1} << ((reading + bits - 1) % bits);
  }
};

}  // namespace parallax
