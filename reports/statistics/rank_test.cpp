// SPDX-License-Identifier: MIT
#include "reports/statistics/rank_test.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "reports/statistics/distributions.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t most_for_exact = 12;

// Twice the ranks of all samples of all sets, so that a mean of equals is whole; with the set of each.
struct RankedSample {
  double value;
  std::size_t set;
  std::size_t twice_rank = 0;
};

std::vector<RankedSample> ranked(std::span<const std::span<const double>> sets) {
  std::vector<RankedSample> all;
  for (std::size_t set = 0; set < sets.size(); ++set)
    for (const double value : sets[set]) all.push_back({value, set});
  std::sort(all.begin(), all.end(), [](auto& a, auto& b) { return a.value < b.value; });
  for (std::size_t first = 0; first < all.size();) {
    auto end = first + 1;
    while (end < all.size() && all[end].value == all[first].value) ++end;
    for (auto i = first; i < end; ++i) all[i].twice_rank = first + 1 + end;
    first = end;
  }
  return all;
}

// P(the sum of `count` of these ranks is as far from its mean as `sum`): every choice is equally probable.
double exact_probability(const std::vector<RankedSample>& all, std::size_t count, std::size_t sum) {
  std::size_t total = 0;
  for (const auto& one : all) total += one.twice_rank;
  std::vector<std::vector<double>> ways(count + 1, std::vector<double>(total + 1, 0));
  ways[0][0] = 1;
  for (const auto& one : all)
    for (auto chosen = count; chosen > 0; --chosen)
      for (auto reached = total; reached >= one.twice_rank; --reached)
        ways[chosen][reached] += ways[chosen - 1][reached - one.twice_rank];
  const auto mean = static_cast<double>(total * count) / static_cast<double>(all.size());
  const auto distance = std::abs(static_cast<double>(sum) - mean) - 1e-9;
  double far = 0, every = 0;
  for (std::size_t reached = 0; reached <= total; ++reached) {
    every += ways[count][reached];
    if (std::abs(static_cast<double>(reached) - mean) >= distance) far += ways[count][reached];
  }
  return far / every;
}

// A set whose ranks are all equal spreads by less than one rank.
constexpr double least_rank_variance = 1.0 / 12;

// Of at least three sets with at least two samples each.
double welch_probability(const std::vector<RankedSample>& all,
                         std::span<const std::span<const double>> sets) {
  const auto size = [&](std::size_t set) { return static_cast<double>(sets[set].size()); };
  std::vector<double> means(sets.size()), variances(sets.size()), weights(sets.size());
  for (const auto& one : all) means[one.set] += static_cast<double>(one.twice_rank) / 2 / size(one.set);
  for (const auto& one : all)
    variances[one.set] +=
        std::pow(static_cast<double>(one.twice_rank) / 2 - means[one.set], 2) / (size(one.set) - 1);
  double weight = 0, mean = 0, apart = 0, uncertain = 0;
  for (std::size_t set = 0; set < sets.size(); ++set) {
    weights[set] = size(set) / std::max(least_rank_variance, variances[set]);
    weight += weights[set];
    mean += weights[set] * means[set];
  }
  mean /= weight;
  for (std::size_t set = 0; set < sets.size(); ++set) {
    apart += weights[set] * std::pow(means[set] - mean, 2);
    uncertain += std::pow(1 - weights[set] / weight, 2) / (size(set) - 1);
  }
  const auto count = static_cast<double>(sets.size()), squared = count * count - 1;
  const auto statistic = apart / (count - 1) / (1 + 2 * (count - 2) / squared * uncertain);
  return fisher_above(statistic, count - 1, squared / 3 / uncertain);
}

}  // namespace

double same_distribution_probability(std::span<const std::span<const double>> sets) {
  if (sets.size() < 2) return 1;
  for (const auto set : sets)
    if (set.empty()) throw std::logic_error("same_distribution_probability: a set without samples");
  const auto all = ranked(sets);
  std::vector<double> sums(sets.size());
  const auto count = static_cast<double>(all.size()), middle = (count + 1) / 2;
  double variance = 0;
  for (const auto& one : all) {
    const auto rank = static_cast<double>(one.twice_rank) / 2;
    sums[one.set] += rank;
    variance += (rank - middle) * (rank - middle) / (count - 1);
  }
  if (!(variance > 0)) return 1;  // all are equal
  if (sets.size() == 2 && std::max(sets[0].size(), sets[1].size()) <= most_for_exact)
    return exact_probability(all, sets[0].size(), static_cast<std::size_t>(std::llround(2 * sums[0])));
  double statistic = 0;
  for (std::size_t set = 0; set < sets.size(); ++set) {
    const auto size = static_cast<double>(sets[set].size());
    // Half a rank less for two sets: their sum moves in whole ranks.
    const auto distance = std::max(0.0, std::abs(sums[set] - size * middle) - (sets.size() == 2 ? 0.5 : 0));
    statistic += distance * distance / size / variance;
  }
  const auto probability = chi_squared_above(statistic, static_cast<double>(sets.size() - 1));
  const bool takes_welch =
      sets.size() > 2 && std::all_of(sets.begin(), sets.end(), [](auto set) { return set.size() > 1; });
  return takes_welch ? std::max(probability, welch_probability(all, sets)) : probability;
}

double step_down_level(std::size_t part, std::size_t all, double error) {
  if (part + 1 >= all) return error;
  return 1 - std::pow(1 - error, static_cast<double>(part) / static_cast<double>(all));
}

}  // namespace parallax::reports
