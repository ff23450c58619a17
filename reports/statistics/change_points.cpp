// SPDX-License-Identifier: MIT
#include "reports/statistics/change_points.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "reports/statistics/median.hpp"
#include "reports/statistics/resample.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t usual_permutations = 999;
constexpr double smallest_level = 1e-5;

double mean_distance_within(std::span<const double> values) {
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    for (std::size_t j = i + 1; j < values.size(); ++j) sum += std::abs(values[i] - values[j]);
  const auto n = static_cast<double>(values.size());
  return sum / (n * (n - 1) / 2);
}

// Looks at all splits of a series, in as many steps as it has pairs of values. The sums of distances within
// any run of values are kept up as the run's end moves to the right; those between two runs are what remains
// of the sum of both. Its room is reused.
class Scan {
 public:
  Scan(std::size_t longest, std::size_t least)
      : least_(least), within_(longest), head_(longest), weights_(longest + 1) {
    for (std::size_t i = 1; i < weights_.size(); ++i) weights_[i] = 1 / static_cast<double>(i);
  }

  Split operator()(std::span<const double> series) {
    Split best;
    for (std::size_t last = 0; last < series.size(); ++last) {
      append(series, last);
      const auto end = last + 1;
      if (end < 2 * least_) continue;
      auto largest = -std::numeric_limits<double>::infinity();
      for (auto at = least_; at + least_ <= end; ++at) largest = std::max(largest, statistic(at, end));
      if (!(largest > best.statistic)) continue;
      auto at = least_;  // looked for only where it matters, so that the loop above has no branch
      while (statistic(at, end) < largest) ++at;
      best = {at, end, largest};
    }
    return best;
  }

 private:
  void append(std::span<const double> series, std::size_t last) {
    head_[last] = last == 0 ? 0 : within_[0];
    within_[last] = 0;
    double distances = 0;
    for (auto from = last; from-- > 0;) within_[from] += distances += std::abs(series[last] - series[from]);
  }

  double statistic(std::size_t at, std::size_t end) const {
    const auto n = static_cast<double>(at), m = static_cast<double>(end - at);
    const auto between = within_[0] - head_[at] - within_[at];
    return 2 * weights_[end] *
           (between - m * weights_[at - 1] * head_[at] - n * weights_[end - at - 1] * within_[at]);
  }

  std::size_t least_;
  std::vector<double> within_;   // from each value up to the end
  std::vector<double> head_;     // from the first value up to before each
  std::vector<double> weights_;  // 1 / i; a division takes longer than the rest of the loop
};

void shuffle(std::span<double> values, Random& random) {
  for (auto left = values.size(); left > 1; --left)
    std::swap(values[left - 1], values[static_cast<std::size_t>(random.unit() * static_cast<double>(left))]);
}

class Bisection {
 public:
  Bisection(std::span<const double> series, const ChangePointOptions& options)
      : options_(options),
        series_(series.begin(), series.end()),
        bounds_{0, series.size()},
        scan_(series.size(), options.least_segment) {}

  std::vector<ChangePoint> found() {
    while (bisect()) {
    }
    std::sort(points_.begin(), points_.end(), [](const auto& a, const auto& b) { return a.index < b.index; });
    for (std::size_t i = 0; i < points_.size(); ++i) {
      points_[i].before = median(part(i));
      points_[i].after = median(part(i + 1));
    }
    return std::move(points_);
  }

 private:
  std::span<double> part(std::span<double> all, std::size_t number) const {
    return all.subspan(bounds_[number], bounds_[number + 1] - bounds_[number]);
  }
  std::span<double> part(std::size_t number) { return part(series_, number); }

  bool bisect() {
    Split best;
    std::size_t index = 0;
    for (std::size_t i = 0; i + 1 < bounds_.size(); ++i) {
      const auto split = scan_(part(i));
      if (!(split.statistic > best.statistic)) continue;
      best = split;
      index = bounds_[i] + split.index;
    }
    if (!(best.statistic > 0)) return false;
    const auto p = probability_of(best.statistic);
    if (p > options_.level) return false;
    points_.push_back({index, p, 0, 0});
    bounds_.insert(std::lower_bound(bounds_.begin(), bounds_.end(), index), index);
    return true;
  }

  // That the largest statistic of all parts is as large if values change places within their parts. 1 as soon
  // as it cannot be within the level: most series have no change, and for them a few permutations do.
  double probability_of(double statistic) {
    const auto needed = static_cast<std::size_t>(std::ceil(1 / options_.level)) - 1;
    const auto permutations = std::max(usual_permutations, needed);
    const auto orders = static_cast<double>(permutations + 1);
    // Sums in another order differ in their last digits; a permutation that changes nothing has to count.
    const auto as_large = statistic * (1 - 1e-9);
    auto shuffled = series_;
    double reached = 1;  // the order that was found is one of those that can be
    for (std::size_t i = 0; i < permutations; ++i) {
      for (std::size_t number = 0; number + 1 < bounds_.size(); ++number) {
        const auto values = part(shuffled, number);
        shuffle(values, random_);
        if (scan_(values).statistic < as_large) continue;
        ++reached;
        break;
      }
      if (reached / orders > options_.level) return 1;
    }
    return reached / orders;
  }

  ChangePointOptions options_;
  std::vector<double> series_;
  std::vector<std::size_t> bounds_;  // of the parts, from 0 to the end
  std::vector<ChangePoint> points_;
  Scan scan_;
  Random random_;
};

}  // namespace

double energy_statistic(std::span<const double> left, std::span<const double> right) {
  const auto n = static_cast<double>(left.size()), m = static_cast<double>(right.size());
  double between = 0;
  for (const auto one : left)
    for (const auto other : right) between += std::abs(one - other);
  const auto distance = 2 * between / (n * m) - mean_distance_within(left) - mean_distance_within(right);
  return n * m / (n + m) * distance;
}

Split strongest_split(std::span<const double> series, std::size_t least_segment) {
  if (least_segment < 2) throw std::invalid_argument("change points: a segment has at least two values");
  return Scan(series.size(), least_segment)(series);
}

std::vector<ChangePoint> change_points(std::span<const double> series, const ChangePointOptions& options) {
  if (!(options.level >= smallest_level && options.level < 1))
    throw std::invalid_argument("change points: the level is from 0.00001 to below 1");
  if (options.least_segment < 2)
    throw std::invalid_argument("change points: a segment has at least two values");
  if (!std::all_of(series.begin(), series.end(), [](double value) { return std::isfinite(value); }))
    throw std::invalid_argument("change points: a value is not finite");
  if (series.size() / 2 < options.least_segment) return {};
  return Bisection(series, options).found();
}

}  // namespace parallax::reports
