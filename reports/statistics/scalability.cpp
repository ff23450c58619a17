// SPDX-License-Identifier: MIT
// Levenberg and Marquardt's least squares, by Eigen. Where sigma or kappa would become negative, the law is
// fitted without it: the best of the fits that are allowed is the one within the bounds.
#include "reports/statistics/scalability.hpp"

#include <fmt/format.h>

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <unsupported/Eigen/NonLinearOptimization>

#include "reports/statistics/median.hpp"
#include "reports/statistics/resample.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t scaling_draws = 1000;
constexpr double largest_accepted_miss = 0.2, poor_miss = 0.1;
constexpr const char* too_few = "fewer than 3 repetitions: no interval";

struct Law {
  double lambda = 0, sigma = 0, kappa = 0;

  double operator()(double n) const { return lambda * n / (1 + sigma * (n - 1) + kappa * n * (n - 1)); }
};

struct ScalingPoint {
  double workers, rate;
};

// Residuals of the law with those of its parameters that are free: lambda always, sigma and kappa as asked.
class Residuals {
 public:
  using Scalar = double;
  using InputType = Eigen::VectorXd;
  using ValueType = Eigen::VectorXd;
  using JacobianType = Eigen::MatrixXd;
  enum { InputsAtCompileTime = Eigen::Dynamic, ValuesAtCompileTime = Eigen::Dynamic };

  Residuals(const std::vector<ScalingPoint>& points, bool with_sigma, bool with_kappa)
      : points_(points), with_sigma_(with_sigma), with_kappa_(with_kappa) {}

  int inputs() const { return 1 + with_sigma_ + with_kappa_; }
  int values() const { return static_cast<int>(points_.size()); }

  Law law(const InputType& x) const {
    Law law{x[0], 0, 0};
    if (with_sigma_) law.sigma = x[1];
    if (with_kappa_) law.kappa = x[1 + with_sigma_];
    return law;
  }

  int operator()(const InputType& x, ValueType& residuals) const {
    const auto fitted = law(x);
    for (std::size_t i = 0; i < points_.size(); ++i)
      residuals[static_cast<Eigen::Index>(i)] = std::log(fitted(points_[i].workers) / points_[i].rate);
    return 0;
  }

  int df(const InputType& x, JacobianType& jacobian) const {
    const auto fitted = law(x);
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      const auto n = points_[i].workers;
      const auto below = 1 + fitted.sigma * (n - 1) + fitted.kappa * n * (n - 1);
      jacobian(row, 0) = 1 / fitted.lambda;
      const auto by_sigma = -(n - 1) / below;
      if (with_sigma_) jacobian(row, 1) = by_sigma;
      if (with_kappa_) jacobian(row, 1 + with_sigma_) = by_sigma * n;
    }
    return 0;
  }

 private:
  const std::vector<ScalingPoint>& points_;
  bool with_sigma_, with_kappa_;
};

double squared_error(const Law& law, const std::vector<ScalingPoint>& points) {
  double sum = 0;
  for (const auto& point : points) sum += std::pow(std::log(law(point.workers) / point.rate), 2);
  return sum;
}

enum class LawKind { universal, amdahl };

// Where the law with all its parameters is within the bounds, none with fewer of them fits better.
Law fit(const std::vector<ScalingPoint>& points, LawKind kind) {
  Law best;
  double least = std::numeric_limits<double>::infinity();
  for (const auto& [sigma, kappa] :
       std::array<std::pair<bool, bool>, 4>{{{true, true}, {true, false}, {false, true}, {false, false}}}) {
    if (kappa && kind == LawKind::amdahl) continue;
    Residuals residuals(points, sigma, kappa);
    Eigen::VectorXd x(residuals.inputs());
    x.setConstant(0.001);
    x[0] = points.front().rate / points.front().workers;
    Eigen::LevenbergMarquardt<Residuals> solver(residuals);
    solver.parameters.maxfev = 1000;
    solver.minimize(x);
    const auto law = residuals.law(x);
    const bool allowed = std::isfinite(law.lambda) && law.lambda > 0 && law.sigma >= 0 && law.kappa >= 0;
    if (const auto error = squared_error(law, points); allowed && error < least) {
      least = error;
      best = law;
      if (sigma && (kappa || kind == LawKind::amdahl)) break;
    }
  }
  return best;
}

double r_squared(const Law& law, const std::vector<ScalingPoint>& points) {
  double mean = 0, total = 0, missed = 0;
  for (const auto& point : points) mean += point.rate / static_cast<double>(points.size());
  for (const auto& point : points) {
    total += std::pow(point.rate - mean, 2);
    missed += std::pow(law(point.workers) - point.rate, 2);
  }
  return total > 0 ? 1 - missed / total : 1;
}

double largest_miss(const Law& law, const std::vector<ScalingPoint>& points) {
  double largest = 0;
  for (const auto& point : points) largest = std::max(largest, std::abs(law(point.workers) / point.rate - 1));
  return largest;
}

// Rates are scaled to about 1, so that the solver's tolerances fit whatever is counted.
std::vector<ScalingPoint> scaled(std::vector<ScalingPoint> points, double scale) {
  for (auto& point : points) point.rate /= scale;
  return points;
}

// Infinite where every further worker adds something.
double peak_of(const Law& law) {
  if (law.sigma >= 1) return 0;
  return law.kappa > 0 ? std::sqrt((1 - law.sigma) / law.kappa) : std::numeric_limits<double>::infinity();
}

struct Intervals {
  Interval sigma, kappa, serial_share, peak;
};

Intervals resampled(const std::vector<WorkersPoint>& points, double scale) {
  std::vector<MedianDraws> medians;
  for (const auto& point : points) medians.emplace_back(point.rates);
  std::vector<double> sigmas, kappas, shares, peaks;
  Random random;
  for (std::size_t draw = 0; draw < scaling_draws; ++draw) {
    std::vector<ScalingPoint> drawn;
    for (std::size_t i = 0; i < points.size(); ++i)
      drawn.push_back({points[i].workers, medians[i].draw(random) / scale});
    const auto law = fit(drawn, LawKind::universal);
    shares.push_back(std::min(1.0, fit(drawn, LawKind::amdahl).sigma));
    peaks.push_back(peak_of(law));
    sigmas.push_back(law.sigma);
    kappas.push_back(law.kappa);
  }
  return {middle_of(sigmas), middle_of(kappas), middle_of(shares), middle_of(peaks)};
}

}  // namespace

Scalability fit_scalability(std::span<const WorkersPoint> given) {
  std::vector<WorkersPoint> points(given.begin(), given.end());
  std::sort(points.begin(), points.end(), [](auto& a, auto& b) { return a.workers < b.workers; });
  if (points.size() < fewest_worker_counts)
    return {{}, fmt::format("fewer than {} worker counts", fewest_worker_counts)};

  std::vector<ScalingPoint> medians;
  double scale = 0;
  bool few = false;
  for (const auto& point : points) {
    if (point.rates.empty() || !(point.workers > 0))
      throw std::logic_error("fit_scalability: a point without rates");
    medians.push_back({point.workers, median(point.rates)});
    scale = std::max(scale, medians.back().rate);
    few = few || point.rates.size() < 3;
  }
  const auto points_to_fit = scaled(medians, scale);
  const auto law = fit(points_to_fit, LawKind::universal);
  const auto miss = largest_miss(law, points_to_fit);
  if (!(miss <= largest_accepted_miss))
    return {{}, fmt::format("the law misses a measured rate by {:.0f} %", 100 * miss)};
  const auto fastest =
      std::max_element(medians.begin(), medians.end(), [](auto& a, auto& b) { return a.rate < b.rate; });
  std::optional<Intervals> intervals;
  if (!few) intervals = resampled(points, scale);
  const auto estimate = [&](double value, Interval Intervals::*its) {
    return intervals ? Estimate(value, (*intervals).*its) : Estimate(value, NoInterval{too_few});
  };
  ScalabilityFit result{law.lambda * scale,
                        estimate(law.sigma, &Intervals::sigma),
                        estimate(law.kappa, &Intervals::kappa),
                        {},
                        r_squared(law, points_to_fit),
                        miss,
                        fastest->workers,
                        {},
                        {}};
  if (few) result.warnings.emplace_back(too_few);
  auto amdahl = fit(points_to_fit, LawKind::amdahl);
  amdahl.sigma = std::min(1.0, amdahl.sigma);
  if (largest_miss(amdahl, points_to_fit) <= largest_accepted_miss)
    result.serial_share = estimate(amdahl.sigma, &Intervals::serial_share);
  const auto low = points.front().workers, high = points.back().workers, peak = peak_of(law);
  const bool is_sure = !intervals || (intervals->peak.low >= low && intervals->peak.high <= high);
  if (peak >= low && peak <= high && is_sure) result.best_workers = estimate(peak, &Intervals::peak);
  if (miss > poor_miss)
    result.warnings.push_back(fmt::format("the law misses a measured rate by {:.0f} %", 100 * miss));
  return {result, {}};
}

}  // namespace parallax::reports
