// SPDX-License-Identifier: MIT
#include "reports/statistics/modality.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "reports/statistics/median.hpp"
#include "reports/statistics/resample.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t simulations = 20'000, largest_simulated = 100, fewest_for_modality = 6;
constexpr double level = 0.005, least_distance = 0.05, least_ticks = 3;

// For each m: how far the step function of the first m + 1 samples is from the nearest convex one, which is half of the
// largest distance of its upper corners from the greatest convex line below its lower ones. Of each corner of the line the
// index is kept, and the largest distance up to it, so that only the last piece of the line is looked at again.
std::vector<double> distances_from_convex(const std::vector<double>& sorted) {
  const auto n = static_cast<double>(sorted.size());
  const auto lower = [&](std::size_t i) { return static_cast<double>(i) / n; };
  std::vector<double> distances;
  std::vector<std::size_t> corners;
  std::vector<double> largest;
  const auto slope = [&](std::size_t a, std::size_t b) {
    return (lower(b) - lower(a)) / (sorted[b] - sorted[a]);  // infinite for equal samples
  };
  for (std::size_t m = 0; m < sorted.size(); ++m) {
    while (corners.size() > 1 &&
           !(slope(corners[corners.size() - 2], corners.back()) < slope(corners.back(), m))) {
      corners.pop_back();
      largest.pop_back();
    }
    double distance = corners.empty() ? 1 / n : largest.back();
    if (!corners.empty()) {
      const auto from = corners.back();
      const auto width = sorted[m] - sorted[from];
      for (auto i = from; i < m; ++i) {
        const auto line = width > 0
                              ? lower(from) + (lower(m) - lower(from)) * (sorted[i] - sorted[from]) / width
                              : lower(from);
        distance = std::max(distance, lower(i + 1) - line);
      }
    }
    corners.push_back(m);
    largest.push_back(distance);
    distances.push_back(distance / 2);
  }
  return distances;
}

double dip_of_sorted(const std::vector<double>& sorted) {
  if (sorted.empty()) return 0;
  std::vector<double> mirrored;
  for (auto i = sorted.size(); i > 0; --i) mirrored.push_back(-sorted[i - 1]);
  const auto left = distances_from_convex(sorted), right = distances_from_convex(mirrored);
  double least = 1;
  for (std::size_t mode = 0; mode < sorted.size(); ++mode)
    least = std::min(least, std::max(left[mode], right[sorted.size() - 1 - mode]));
  return least;
}

// Dips of samples of the uniform distribution, ascending.
const std::vector<double>& simulated(std::size_t count) {
  static std::map<std::size_t, std::vector<double>> known;
  auto& dips = known[count];
  if (!dips.empty()) return dips;
  Random random;
  std::vector<double> samples(count);
  for (std::size_t i = 0; i < simulations; ++i) {
    for (auto& one : samples) one = random.unit();
    std::sort(samples.begin(), samples.end());
    dips.push_back(dip_of_sorted(samples));
  }
  std::sort(dips.begin(), dips.end());
  return dips;
}

std::vector<double> in_order(std::span<const double> samples) {
  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

// Where the widest gap begins that leaves enough samples on both sides; 0 if there is none.
std::size_t widest_gap(const std::vector<double>& sorted) {
  const auto least = std::max<std::size_t>(2, (sorted.size() + 4) / 5);
  std::size_t widest = 0;
  for (auto at = least; at + least <= sorted.size(); ++at)
    if (widest == 0 || sorted[at] - sorted[at - 1] > sorted[widest] - sorted[widest - 1]) widest = at;
  return widest;
}

// Times that a clock has rounded lie on its ticks, and neighbouring ticks are no modes.
double smallest_step(const std::vector<double>& sorted) {
  double smallest = sorted.back() - sorted.front();
  for (std::size_t i = 1; i < sorted.size(); ++i)
    if (sorted[i] > sorted[i - 1]) smallest = std::min(smallest, sorted[i] - sorted[i - 1]);
  return smallest;
}

}  // namespace

double dip(std::span<const double> samples) { return dip_of_sorted(in_order(samples)); }

double dip_probability(double dip, std::size_t count) {
  if (count < fewest_for_modality) return 1;
  const auto simulated_count = std::min(count, largest_simulated);
  dip *= std::sqrt(static_cast<double>(count) / static_cast<double>(simulated_count));
  const auto& dips = simulated(simulated_count);
  const auto first = std::lower_bound(dips.begin(), dips.end(), dip - 1e-12);
  return static_cast<double>(dips.end() - first + 1) / static_cast<double>(dips.size() + 1);
}

double one_mode_probability(std::span<const double> samples) {
  if (samples.size() < fewest_for_modality) return 1;
  const auto sorted = in_order(samples);
  const auto gap = widest_gap(sorted);
  if (gap == 0) return 1;
  const std::span all(sorted);
  const auto distance = median(all.subspan(gap)) - median(all.first(gap));
  if (sorted[gap] - sorted[gap - 1] < least_ticks * smallest_step(sorted)) return 1;
  return distance > least_distance * median(all) ? dip_probability(dip_of_sorted(sorted), sorted.size()) : 1;
}

bool is_bimodal(std::span<const double> samples) { return one_mode_probability(samples) < level; }

std::vector<bool> find_few(std::span<const double> probabilities) {
  std::vector<double> sorted(probabilities.begin(), probabilities.end());
  std::sort(sorted.begin(), sorted.end());
  double limit = -1;
  for (std::size_t i = 0; i < sorted.size(); ++i)
    if (sorted[i] <= usual_error * static_cast<double>(i + 1) / static_cast<double>(sorted.size()))
      limit = sorted[i];
  std::vector<bool> few;
  for (const double one : probabilities) few.push_back(one <= limit);
  return few;
}

}  // namespace parallax::reports
