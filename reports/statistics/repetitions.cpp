// SPDX-License-Identifier: MIT
// page/repetitions.js does the same for choices of the reader, and a test holds the two equal.
#include "reports/statistics/repetitions.hpp"

#include <algorithm>
#include <cmath>

#include "reports/statistics/rank_test.hpp"

namespace parallax::reports {
namespace {

constexpr double four_of_five = 0.8416, two_sided_usual = 1.96;  // of the normal distribution

// How far from its middle the normal distribution leaves so much outside on both sides, by bisection.
double two_sided_normal(double level) {
  double low = 0, high = 10;
  for (int step = 0; step < 60; ++step) {
    const auto middle = (low + high) / 2;
    (std::erfc(middle / std::sqrt(2.0)) > level ? low : high) = middle;
  }
  return low;
}

// The fewest samples of each of two whose ranks can be so improbable: two of all ways to divide them.
std::size_t fewest_for_ranks(double level) {
  double ways = 2;  // of 1 + 1
  std::size_t count = 1;
  for (; 2 / ways > level; ++count) {
    const auto n = static_cast<double>(count);
    ways *= 2 * (2 * n + 1) / (n + 1);
  }
  return count;
}

}  // namespace

std::optional<std::size_t> repetitions_to_resolve(const Estimate& slowdown, std::size_t repetitions,
                                                  std::size_t contenders) {
  if (!(slowdown.point() > 1) || !slowdown.interval() || !(slowdown.interval()->low > 0)) return {};
  const auto level = step_down_level(2, std::max<std::size_t>(2, contenders), usual_error);
  const auto half_width = std::log(slowdown.interval()->high / slowdown.interval()->low) / 2;
  const auto times =
      half_width / std::log(slowdown.point()) * (two_sided_normal(level) + four_of_five) / two_sided_usual;
  const auto wanted = std::min(static_cast<double>(repetitions) * times * times, 1e9);
  const auto needed = std::max({std::ceil(wanted), static_cast<double>(repetitions + 1),
                                static_cast<double>(fewest_for_ranks(level))});
  const auto step = std::pow(10, std::max(0.0, std::floor(std::log10(needed)) - 1));
  return static_cast<std::size_t>(std::ceil(needed / step) * step);
}

}  // namespace parallax::reports
