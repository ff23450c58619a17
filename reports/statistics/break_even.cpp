// SPDX-License-Identifier: MIT
#include "reports/statistics/break_even.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "reports/statistics/rank_test.hpp"
#include "reports/statistics/ratio.hpp"
#include "reports/statistics/resample.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t break_even_draws = 2000, fewest_sizes = 3;

// log(ours / theirs) at a size: negative where ours is faster.
struct AdvantagePoint {
  double size, advantage;
};

// A crossing, and the sizes that were measured on both sides of it.
struct SizeCrossing {
  double size, below, above;
};

// Where the advantage begins for good: the last fall below 0, interpolated in both logarithms.
std::optional<SizeCrossing> last_crossing(const std::vector<AdvantagePoint>& points) {
  for (auto i = points.size() - 1; i > 0; --i) {
    const auto& slower = points[i - 1];
    const auto& faster = points[i];
    if (faster.advantage >= 0) return std::nullopt;
    if (slower.advantage < 0) continue;
    const auto share = slower.advantage / (slower.advantage - faster.advantage);
    return SizeCrossing{
        std::exp(std::log(slower.size) + share * (std::log(faster.size) - std::log(slower.size))),
        slower.size, faster.size};
  }
  return std::nullopt;
}

// The interval of the size. Resamples without a crossing count as lying at the end that they are beyond.
Interval resampled(std::span<const SizePoint> sweep) {
  std::vector<MedianDraws> ours, theirs;
  for (const auto& point : sweep) {
    ours.emplace_back(point.ours);
    theirs.emplace_back(point.theirs);
  }
  Random random;
  std::vector<double> sizes;
  for (std::size_t draw = 0; draw < break_even_draws; ++draw) {
    std::vector<AdvantagePoint> points;
    for (std::size_t i = 0; i < sweep.size(); ++i)
      points.push_back({sweep[i].size, ours[i].draw_logarithm(random) - theirs[i].draw_logarithm(random)});
    if (const auto found = last_crossing(points))
      sizes.push_back(found->size);
    else
      sizes.push_back(points.back().advantage < 0 ? points.front().size : points.back().size);
  }
  return middle_of(sizes);
}

// Whether one is surely less than the other.
bool surely_less(std::span<const double> one, std::span<const double> other) {
  const auto ratio = ratio_of_medians(one, other);
  const std::array pair{one, other};
  return ratio.surely_below(1) && same_distribution_probability(pair) <= usual_error;
}

// Whether a job is surely done faster that is smaller than one that surely is not.
bool changes_sides(std::span<const SizePoint> sweep) {
  bool was_faster = false;
  for (const auto& point : sweep) {
    if (was_faster && surely_less(point.theirs, point.ours)) return true;
    was_faster = was_faster || surely_less(point.ours, point.theirs);
  }
  return false;
}

}  // namespace

BreakEvenSize break_even(std::span<const SizePoint> given) {
  if (given.empty()) return {.outcome = BreakEven::not_resolved, .warnings = {"no size that both did"}};
  std::vector<SizePoint> sweep(given.begin(), given.end());
  std::sort(sweep.begin(), sweep.end(), [](auto& a, auto& b) { return a.size < b.size; });
  std::vector<AdvantagePoint> points;
  for (const auto& point : sweep)
    points.push_back({point.size, std::log(ratio_of_medians(point.ours, point.theirs).point())});

  BreakEvenSize result{.outcome = BreakEven::from_size};
  if (sweep.size() < fewest_sizes) result.warnings.push_back("fewer than 3 sizes");
  const auto& end = sweep.back();
  if (!surely_less(end.ours, end.theirs)) {
    result.outcome = surely_less(end.theirs, end.ours) ? BreakEven::never : BreakEven::not_resolved;
    return result;
  }
  result.changes_sides = changes_sides(sweep);
  if (const auto found = last_crossing(points)) {
    auto interval = resampled(sweep);
    interval.low = std::min(interval.low, found->below);
    interval.high = std::max(interval.high, found->above);
    const auto& start = sweep.front();
    if (interval.low > start.size || surely_less(start.theirs, start.ours)) {
      result.size = Estimate(found->size, interval);
      return result;
    }
  }
  // The smallest job may be done faster already. Then the advantage may begin anywhere below it.
  auto first = sweep.size() - 1;
  while (first > 0 && surely_less(sweep[first - 1].ours, sweep[first - 1].theirs)) --first;
  result.outcome = first == 0 ? BreakEven::always : BreakEven::at_the_latest;
  result.latest = sweep[first].size;
  return result;
}

}  // namespace parallax::reports
