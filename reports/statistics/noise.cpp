// SPDX-License-Identifier: MIT
// The median absolute deviation is not moved by the outliers that every shared machine has; the median over
// the cells is not moved by a cell with two modes.
#include "reports/statistics/noise.hpp"

#include <fmt/format.h>

#include <cmath>

#include "reports/statistics/median.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t fewest_samples = 3;
constexpr double as_deviation = 1.4826, noisy_above = 0.05;

}  // namespace

Noise machine_noise(std::span<const std::span<const double>> serial_cells) {
  std::vector<double> spreads;
  for (const auto samples : serial_cells) {
    if (samples.size() < fewest_samples) continue;
    const auto middle = median(samples);
    if (!(middle > 0)) continue;
    std::vector<double> deviations;
    for (const auto one : samples) deviations.push_back(std::abs(one - middle));
    spreads.push_back(as_deviation * median(deviations) / middle);
  }
  Noise noise{0, spreads.size(), {}};
  if (spreads.empty()) return noise;
  noise.typical = median(spreads);
  if (noise.typical > noisy_above)
    noise.warnings.push_back(fmt::format(
        "noisy machine: repetitions of serial work differ by {:.1f} % (typically)", 100 * noise.typical));
  return noise;
}

}  // namespace parallax::reports
