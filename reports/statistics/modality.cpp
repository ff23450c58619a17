// SPDX-License-Identifier: MIT
#include "reports/statistics/modality.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <vector>

#include "reports/statistics/median.hpp"
#include "reports/statistics/resample.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t simulations = 4000, largest_simulated = 200, fewest_for_modality = 4;
constexpr double level = 0.01, least_distance = 0.05;

struct Split {
  double ratio = 0;
  std::size_t at = 0;  // samples in the lower group
};

// Sums of squares come from running sums around the mean of all, so that they do not cancel.
Split best_split(const std::vector<double>& sorted) {
  const auto n = sorted.size();
  Split best;
  if (n < fewest_for_modality) return best;
  double mean = 0, total = 0;
  for (const auto one : sorted) mean += one / static_cast<double>(n);
  for (const auto one : sorted) total += (one - mean) * (one - mean);
  if (!(total > 0)) return best;
  const auto least = std::max<std::size_t>(2, (n + 4) / 5);
  double lower = 0;
  for (std::size_t at = 1; at + least <= n; ++at) {
    lower += sorted[at - 1] - mean;
    if (at < least) continue;
    const auto below = static_cast<double>(at), above = static_cast<double>(n - at);
    const auto between = lower * lower * (1 / below + 1 / above);
    const auto within = total - between;
    const auto ratio = within > 1e-12 * total ? between / within : std::numeric_limits<double>::infinity();
    if (ratio > best.ratio) best = {ratio, at};
  }
  return best;
}

double normal(Random& random) {
  const auto radius = std::sqrt(-2 * std::log(1 - random.unit()));
  return radius * std::cos(2 * std::numbers::pi * random.unit());
}

// Ratios of samples of one normal distribution, ascending.
const std::vector<double>& simulated(std::size_t count) {
  static std::map<std::size_t, std::vector<double>> known;
  auto& ratios = known[count];
  if (!ratios.empty()) return ratios;
  Random random;
  std::vector<double> samples(count);
  for (std::size_t i = 0; i < simulations; ++i) {
    for (auto& one : samples) one = normal(random);
    std::sort(samples.begin(), samples.end());
    ratios.push_back(best_split(samples).ratio);
  }
  std::sort(ratios.begin(), ratios.end());
  return ratios;
}

std::vector<double> in_order(std::span<const double> samples) {
  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace

double cluster_ratio(std::span<const double> samples) { return best_split(in_order(samples)).ratio; }

double cluster_probability(double ratio, std::size_t count) {
  if (count < fewest_for_modality) return 1;
  const auto& ratios = simulated(std::min(count, largest_simulated));
  const auto first = std::lower_bound(ratios.begin(), ratios.end(), ratio);
  return static_cast<double>(ratios.end() - first) / static_cast<double>(ratios.size());
}

bool is_bimodal(std::span<const double> samples) {
  const auto sorted = in_order(samples);
  const auto split = best_split(sorted);
  if (split.at == 0) return false;
  const std::span all(sorted);
  const auto distance = median(all.subspan(split.at)) - median(all.first(split.at));
  return distance > least_distance * median(all) && cluster_probability(split.ratio, sorted.size()) < level;
}

}  // namespace parallax::reports
