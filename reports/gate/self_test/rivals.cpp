// SPDX-License-Identifier: MIT
#include "reports/gate/self_test/rivals.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "reports/statistics/median.hpp"
#include "reports/statistics/resample.hpp"

namespace parallax::reports::gate {
namespace {

constexpr std::size_t repetitions = 9, resamples = 1000;
constexpr double level = 0.05, noise_threshold = 0.01;

double mean(std::span<const double> samples) {
  return std::accumulate(samples.begin(), samples.end(), 0.0) / static_cast<double>(samples.size());
}

double variance(std::span<const double> samples) {
  const double middle = mean(samples);
  double sum = 0;
  for (const double one : samples) sum += (one - middle) * (one - middle);
  return samples.size() > 1 ? sum / static_cast<double>(samples.size() - 1) : 0;
}

// Welch's.
double t_of(std::span<const double> base, std::span<const double> head) {
  const double error = std::sqrt(variance(base) / static_cast<double>(base.size()) +
                                 variance(head) / static_cast<double>(head.size()));
  return error > 0 ? (mean(head) - mean(base)) / error : 0;
}

void draw(std::span<const double> from, std::vector<double>& into, Random& random) {
  for (double& one : into)
    one = from[std::min(static_cast<std::size_t>(random.unit() * static_cast<double>(from.size())),
                        from.size() - 1)];
}

}  // namespace

double mann_whitney(std::span<const double> one, std::span<const double> other) {
  std::vector<double> all(one.begin(), one.end());
  all.insert(all.end(), other.begin(), other.end());
  std::sort(all.begin(), all.end());
  const auto n = static_cast<double>(one.size()), m = static_cast<double>(other.size()), count = n + m;
  double ranks = 0;  // of `one`, in the middle of those that are equal
  for (const double value : one) {
    const auto [first, last] = std::equal_range(all.begin(), all.end(), value);
    ranks += static_cast<double>(first - all.begin()) + (static_cast<double>(last - first) + 1) / 2;
  }
  double ties = 0;
  for (auto at = all.begin(); at != all.end();) {
    const auto end = std::upper_bound(at, all.end(), *at);
    const auto equal = static_cast<double>(end - at);
    ties += equal * equal * equal - equal;
    at = end;
  }
  const double u = ranks - n * (n + 1) / 2;
  const double spread = std::sqrt(n * m / 12 * (count + 1 - ties / (count * (count - 1))));
  if (!(spread > 0)) return 1;
  const double z = std::max(0.0, std::abs(u - n * m / 2) - 0.5) / spread;
  return std::min(1.0, 2 * boost::math::cdf(boost::math::complement(boost::math::normal(), z)));
}

bool compare_py(std::span<const double> base, std::span<const double> head) {
  const auto ours = base.first(std::min(base.size(), repetitions)),
             theirs = head.first(std::min(head.size(), repetitions));
  return mann_whitney(ours, theirs) < level && median(theirs) > median(ours);
}

bool ten_percent(std::span<const double> base, std::span<const double> head) {
  return median(head) > 1.10 * median(base);
}

bool criterion(std::span<const double> base, std::span<const double> head) {
  Random random;
  std::vector<double> pooled(base.begin(), base.end());
  pooled.insert(pooled.end(), head.begin(), head.end());
  std::vector<double> one(base.size()), other(head.size()), changes;
  const double seen = std::abs(t_of(base, head));
  std::size_t as_far = 0;
  for (std::size_t i = 0; i < resamples; ++i) {
    draw(pooled, one, random);
    draw(pooled, other, random);
    as_far += std::abs(t_of(one, other)) >= seen;
    draw(base, one, random);
    draw(head, other, random);
    changes.push_back(mean(other) / mean(one) - 1);
  }
  return static_cast<double>(as_far) / resamples < level && middle_of(changes).low > noise_threshold;
}

}  // namespace parallax::reports::gate
