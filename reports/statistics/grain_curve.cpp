// SPDX-License-Identifier: MIT
// The curve is walked from coarse to fine. Where noise can explain a crossing back, the first crossing
// counts.
#include "reports/statistics/grain_curve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "reports/statistics/median.hpp"
#include "reports/statistics/ratio.hpp"
#include "reports/statistics/resample.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t curve_draws = 2000;
constexpr double no_reference_above = 1.5;

// One point of a curve, as drawn or as measured.
struct CurvePoint {
  double grain, granularity, efficiency;
};

// With the granularities between which it was read.
struct CrossingPoint {
  double granularity, grain, below, above;
};

double between(double low, double high, double share) {
  return std::exp(std::log(low) + share * (std::log(high) - std::log(low)));
}

// The first fall below the threshold from the coarse end on; nothing if there is none. Points go from fine to
// coarse. Where a finer grain takes longer, because overhead outweighs what a task has less to do, the shortest task
// that was efficient is a coarser one: so no lower threshold asks for a longer task.
std::optional<CrossingPoint> first_crossing(const std::vector<CurvePoint>& points, double threshold) {
  const CurvePoint* shortest = nullptr;
  for (auto i = points.size() - 1; i > 0; --i) {
    const auto& above = points[i];
    const auto& below = points[i - 1];
    if (above.efficiency < threshold) continue;
    if (!shortest || above.granularity < shortest->granularity) shortest = &above;
    if (below.efficiency >= threshold) continue;
    const auto share = (threshold - below.efficiency) / (above.efficiency - below.efficiency);
    const auto granularity = between(below.granularity, above.granularity, share);
    if (granularity <= shortest->granularity)
      return CrossingPoint{granularity, between(below.grain, above.grain, share), below.granularity,
                           above.granularity};
    return CrossingPoint{shortest->granularity, shortest->grain, shortest->granularity, above.granularity};
  }
  return std::nullopt;
}

// Below and surely so, and above again and surely so at a finer grain.
bool rises_again(const std::vector<GrainEfficiency>& points, double threshold) {
  bool was_below = false;
  for (auto point = points.rbegin(); point != points.rend(); ++point) {
    if (point->efficiency.surely_below(threshold)) was_below = true;
    if (was_below && point->efficiency.surely_above(threshold)) return true;
  }
  return false;
}

class Curve {
 public:
  Curve(std::span<const GrainPoint> points, std::span<const double> reference, double workers)
      : points_(points.begin(), points.end()), reference_(reference), workers_(workers) {
    std::sort(points_.begin(), points_.end(), [](auto& a, auto& b) { return a.grain < b.grain; });
    for (const auto& point : points_) {
      medians_.emplace_back(point.seconds);
      auto& of_one = per_work_.emplace_back(point.seconds.begin(), point.seconds.end());
      for (double& seconds : of_one) seconds /= point.work;
    }
  }

  std::vector<GrainEfficiency> efficiencies(std::span<const double> reference) const {
    std::vector<GrainEfficiency> all;
    for (std::size_t i = 0; i < points_.size(); ++i)
      all.push_back({points_[i].grain, median(points_[i].seconds) * workers_ / points_[i].tasks,
                     ratio_of_medians(reference, per_work_[i])});
    return all;
  }

  std::vector<CurvePoint> draw(Random& random) const {
    const auto reference = reference_.draw(random);
    std::vector<CurvePoint> drawn;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const auto seconds = medians_[i].draw(random);
      drawn.push_back(
          {points_[i].grain, seconds * workers_ / points_[i].tasks, reference * points_[i].work / seconds});
    }
    return drawn;
  }

 private:
  std::vector<GrainPoint> points_;
  std::vector<MedianDraws> medians_;
  std::vector<std::vector<double>> per_work_;
  MedianDraws reference_;
  double workers_;
};

// Resamples of a threshold's crossing. Curves that do not cross it count as crossing at the end that they are
// beyond, so that the interval says that it is open there.
std::vector<double> crossings(const std::vector<std::vector<CurvePoint>>& curves, double threshold) {
  std::vector<double> all;
  for (const auto& curve : curves) {
    if (const auto found = first_crossing(curve, threshold))
      all.push_back(found->granularity);
    else
      all.push_back(curve.back().efficiency < threshold ? curve.back().granularity
                                                        : curve.front().granularity);
  }
  return all;
}

Metg read(const std::vector<GrainEfficiency>& points, const std::vector<std::vector<CurvePoint>>& curves,
          double threshold) {
  std::vector<CurvePoint> measured;
  for (const auto& point : points)
    measured.push_back({point.grain, point.granularity, point.efficiency.point()});
  Metg metg{threshold, Crossing::found, {}, 0, 0};
  const auto reaches = std::any_of(measured.begin(), measured.end(),
                                   [&](const CurvePoint& point) { return point.efficiency >= threshold; });
  const auto found = first_crossing(measured, threshold);
  if (!reaches) {
    metg.crossing = Crossing::never_reached;
  } else if (rises_again(points, threshold)) {
    metg.crossing = Crossing::unstable;
  } else if (!found) {
    metg.crossing = Crossing::below_sweep;
    metg.at_most = measured.front().granularity;
  } else {
    auto drawn = crossings(curves, threshold);
    auto interval = middle_of(drawn);
    interval.low = std::min(interval.low, found->below);
    interval.high = std::max(interval.high, found->above);
    // By chance a grain may be below the threshold that all finer ones reach. Then nothing is known but a bound.
    if (interval.low <= measured.front().granularity && !points.front().efficiency.surely_below(threshold)) {
      metg.crossing = Crossing::below_sweep;
      metg.at_most = interval.high;
    } else {
      metg.grain = found->grain;
      metg.granularity = Estimate(found->granularity, interval);
    }
  }
  return metg;
}

}  // namespace

GrainCurve analyse_grains(std::span<const GrainPoint> points, std::span<const double> reference,
                          double workers, std::span<const double> thresholds, OfOneWorker of_one_worker) {
  if (points.empty()) throw std::logic_error("analyse_grains: no points");
  const Curve curve(points, reference, workers);
  GrainCurve result{curve.efficiencies(reference), {}, {}};

  Random random;
  std::vector<std::vector<CurvePoint>> curves;
  for (std::size_t draw = 0; draw < curve_draws; ++draw) curves.push_back(curve.draw(random));
  for (const auto threshold : thresholds) {
    const bool reached_by_one = threshold * workers <= 1 + 1e-9;
    const bool is_read = !reached_by_one || of_one_worker == OfOneWorker::read_with_a_warning;
    if (reached_by_one)
      result.warnings.push_back(fmt::format("METG({:.0f} %){} one worker of {:.0f} alone is that efficient",
                                            100 * threshold, is_read ? ":" : " is left out:", workers));
    if (is_read) result.metg.push_back(read(result.points, curves, threshold));
  }
  for (const auto& point : result.points)
    if (point.efficiency.point() > no_reference_above) {
      result.warnings.push_back(
          fmt::format("an efficiency of {:.2f}: the reference is none", point.efficiency.point()));
      break;
    }
  for (const auto& point : result.points)
    if (!point.efficiency.warnings().empty()) {
      result.warnings.push_back(point.efficiency.warnings().front());
      break;
    }
  return result;
}

}  // namespace parallax::reports
