// SPDX-License-Identifier: MIT
// Medians, their order-statistic intervals, and bootstrapped ratios of medians.
#include "reports/statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <stdexcept>

namespace parallax::reports {
namespace {

constexpr std::size_t draws = 10'000;

// Below this an interval is a guess: of three samples, one in four sets has the median outside of its range.
constexpr std::size_t fewest_for_interval = 3;
constexpr std::size_t fewest_for_usual_confidence = 6;

double median_in_place(std::vector<double>& samples) {
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::nth_element(samples.begin(), middle, samples.end());
  if (samples.size() % 2 == 1) return *middle;
  return (*std::max_element(samples.begin(), middle) + *middle) / 2;
}

// A draw with replacement. Written out, because the standard's distributions differ between libraries; the
// bias of multiply-and-shift is below 1e-8 for any number of repetitions.
double median_of_draw(std::span<const double> samples, std::mt19937_64& random, std::vector<double>& draw) {
  draw.resize(samples.size());
  for (auto& value : draw) value = samples[((random() >> 32) * samples.size()) >> 32];
  return median_in_place(draw);
}

// P(Bin(count, 1/2) = below), by logarithms: the coefficients overflow at 1030 samples.
double chance_below_median(std::size_t count, std::size_t below) {
  const auto n = static_cast<double>(count), k = static_cast<double>(below);
  return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) - n * std::log(2.0));
}

void check_positive(std::span<const double> samples) {
  if (!std::all_of(samples.begin(), samples.end(), [](double value) { return value > 0; }))
    throw std::logic_error("ratio_of_medians: a sample that is not positive");
}

}  // namespace

double median(std::span<const double> samples) {
  if (samples.empty()) throw std::logic_error("median: no samples");
  std::vector<double> copy(samples.begin(), samples.end());
  return median_in_place(copy);
}

// Both ends miss the median if fewer than `rank` samples lie on its one side or on its other, and each sample
// falls on either side with probability 1/2: 1 - 2 P(Bin(count, 1/2) < rank). (H. A. David and H. N.
// Nagaraja, Order Statistics, 3rd edition, section 7.1.)
double median_confidence(std::size_t count, std::size_t rank) {
  double below = 0;
  for (std::size_t i = 0; i < rank; ++i) below += chance_below_median(count, i);
  return 1 - 2 * below;
}

std::optional<std::size_t> median_rank(std::size_t count, double confidence) {
  std::optional<std::size_t> best;
  double below = 0;
  for (std::size_t rank = 1; 2 * rank <= count; ++rank) {
    below += chance_below_median(count, rank - 1);
    if (1 - 2 * below < confidence) break;
    best = rank;
  }
  return best;
}

Estimate median_with_interval(std::span<const double> samples) {
  Estimate estimate{median(samples), {}, {}};
  const auto count = samples.size();
  if (count < fewest_for_interval) {
    estimate.warnings.push_back(fmt::format("fewer than {} repetitions: no interval", fewest_for_interval));
    return estimate;
  }
  auto rank = median_rank(count);
  if (!rank) {
    rank = 1;
    estimate.warnings.push_back(fmt::format(
        "fewer than {} repetitions: no 95 % interval of the median; the range of {} holds it with {:.3g} %",
        fewest_for_usual_confidence, count, 100 * median_confidence(count, 1)));
  }
  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  estimate.interval = Interval{sorted[*rank - 1], sorted[count - *rank], median_confidence(count, *rank)};
  return estimate;
}

// The percentile interval: both samples are drawn anew, each from itself, and the middle 95 % of the ratios
// kept. (B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3.) The seed is
// fixed so that the same file always gives the same page. It is somewhat too narrow for few samples, which a
// warning says.
Estimate ratio_of_medians(std::span<const double> numerator, std::span<const double> denominator) {
  Estimate estimate{median(numerator) / median(denominator), {}, {}};
  check_positive(numerator);
  check_positive(denominator);
  const auto fewest = std::min(numerator.size(), denominator.size());
  if (fewest < fewest_for_interval) {
    estimate.warnings.push_back(
        fmt::format("fewer than {} repetitions: no interval of the ratio", fewest_for_interval));
    return estimate;
  }
  if (fewest < fewest_for_usual_confidence)
    estimate.warnings.push_back(
        fmt::format("fewer than {} repetitions: the interval of the ratio may be too narrow",
                    fewest_for_usual_confidence));
  std::mt19937_64 random(20'240'229);
  std::vector<double> ratios(draws), draw;
  for (auto& ratio : ratios) {
    const auto above = median_of_draw(numerator, random, draw);
    ratio = above / median_of_draw(denominator, random, draw);
  }
  std::sort(ratios.begin(), ratios.end());
  const auto cut = static_cast<std::size_t>(draws * (1 - usual_confidence) / 2);
  estimate.interval = Interval{ratios[cut], ratios[draws - 1 - cut], usual_confidence};
  return estimate;
}

}  // namespace parallax::reports
