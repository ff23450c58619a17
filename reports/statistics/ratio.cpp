// SPDX-License-Identifier: MIT
#include "reports/statistics/ratio.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "reports/statistics/distributions.hpp"
#include "reports/statistics/median.hpp"

namespace parallax::reports {
namespace {

constexpr double negligible = 1e-12;

// P(at least `rank` of n draws are among the `among` smallest of n).
double at_least(std::size_t n, std::size_t rank, std::size_t among) {
  if (among == 0) return 0;
  if (among >= n) return 1;
  return binomial_at_least(rank, n, static_cast<double>(among) / static_cast<double>(n));
}

// ((a/n)^m - ((a-1)/n)^m) e^scale. The scale keeps numbers near 1 that alone would be far beyond what a
// double holds.
double power_step(double a, double n, double m, double scale) {
  const double high = std::exp(scale + m * std::log(a / n));
  const double low = a > 1 ? std::exp(scale + m * std::log((a - 1) / n)) : 0;
  return high - low;
}

// The ranks (from 1) whose sample can be the median with a probability that matters.
std::pair<std::size_t, std::size_t> window(std::size_t n) {
  const auto half = 4 * std::sqrt(static_cast<double>(n)) + 4;
  const auto middle = static_cast<double>(n) / 2;
  return {static_cast<std::size_t>(std::max(1.0, middle - half)),
          static_cast<std::size_t>(std::min(static_cast<double>(n), middle + half))};
}

void add_odd(std::vector<Atom>& atoms, const std::vector<double>& sorted) {
  const auto n = sorted.size();
  const auto [first, last] = window(n);
  double before = at_least(n, n / 2 + 1, first - 1);
  for (auto i = first; i <= last; ++i) {
    const auto until = at_least(n, n / 2 + 1, i);
    atoms.push_back({sorted[i - 1], until - before});
    before = until;
  }
}

// The two middle ones of a resample are the i-th and j-th of the samples: half of the draws fall on the i
// smallest and one of them is the i-th, the other half on those from the j-th on and one of them is the j-th.
void add_even(std::vector<Atom>& atoms, const std::vector<double>& sorted) {
  const auto n = sorted.size();
  const auto count = static_cast<double>(n), half = count / 2;
  const auto ways = std::lgamma(count + 1) - 2 * std::lgamma(half + 1);
  const auto [first, last] = window(n);
  double before = at_least(n, n / 2, first - 1);
  for (auto i = first; i <= last; ++i) {
    const auto rank = static_cast<double>(i);
    const auto shift = half * std::log(rank / count);
    const auto lower = power_step(rank, count, half, -shift);
    const auto until = at_least(n, n / 2, i);
    const auto all_above = i < n ? std::exp(ways + shift + half * std::log((count - rank) / count)) : 0;
    atoms.push_back({sorted[i - 1], std::max(0.0, until - before - lower * all_above)});
    before = until;
    for (auto j = i + 1; j <= n; ++j) {
      const auto both = lower * power_step(count - static_cast<double>(j) + 1, count, half, ways + shift);
      if (both < negligible) break;  // ever fewer draws leave so many samples out
      atoms.push_back({(sorted[i - 1] + sorted[j - 1]) / 2, both});
    }
  }
}

// Ascending, equal values joined, adding up to 1.
void tidy(std::vector<Atom>& atoms) {
  std::sort(atoms.begin(), atoms.end(), [](const Atom& a, const Atom& b) { return a.value < b.value; });
  std::vector<Atom> kept;
  double sum = 0;
  for (const auto& atom : atoms) {
    if (atom.probability < negligible) continue;
    sum += atom.probability;
    if (!kept.empty() && kept.back().value == atom.value)
      kept.back().probability += atom.probability;
    else
      kept.push_back(atom);
  }
  for (auto& atom : kept) atom.probability /= sum;
  atoms = std::move(kept);
}

// P(numerator / denominator <= t): both lists ascend, so one walk through them is enough.
double chance_up_to(std::span<const Atom> numerator, std::span<const Atom> denominator, double t) {
  double sum = 0, below = 0;
  std::size_t i = 0;
  for (const auto& atom : denominator) {
    while (i < numerator.size() && numerator[i].value <= t * atom.value) below += numerator[i++].probability;
    sum += atom.probability * below;
  }
  return sum;
}

// The largest ratio of two atoms that is at most t.
double ratio_at_most(std::span<const Atom> numerator, std::span<const Atom> denominator, double t) {
  double largest = 0;
  std::size_t i = 0;
  for (const auto& atom : denominator) {
    while (i < numerator.size() && numerator[i].value <= t * atom.value) ++i;
    if (i > 0) largest = std::max(largest, numerator[i - 1].value / atom.value);
  }
  return largest;
}

// The smallest ratio up to which there is at least the wanted probability. Halving towards it takes far fewer
// steps than to put all pairs of atoms in order.
double quantile(std::span<const Atom> numerator, std::span<const Atom> denominator, double wanted) {
  double low = numerator.front().value / denominator.back().value;
  double high = numerator.back().value / denominator.front().value;
  if (chance_up_to(numerator, denominator, low) >= wanted - negligible) return low;
  while (high - low > 4e-16 * high) {
    const auto middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (chance_up_to(numerator, denominator, middle) >= wanted - negligible ? high : low) = middle;
  }
  return ratio_at_most(numerator, denominator, high * (1 + 1e-15));
}

}  // namespace

std::vector<Atom> median_distribution(std::span<const double> samples) {
  if (samples.empty()) throw std::logic_error("median_distribution: no samples");
  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<Atom> atoms;
  if (sorted.size() % 2 == 1)
    add_odd(atoms, sorted);
  else
    add_even(atoms, sorted);
  tidy(atoms);
  return atoms;
}

Interval ratio_interval(std::span<const Atom> numerator, std::span<const Atom> denominator,
                        double confidence) {
  const auto tail = (1 - confidence) / 2;
  return {quantile(numerator, denominator, tail), quantile(numerator, denominator, 1 - tail), confidence};
}

Estimate ratio_of_medians(std::span<const double> numerator, std::span<const double> denominator,
                          double confidence) {
  for (const auto samples : {numerator, denominator})
    for (const auto one : samples)
      if (!(one > 0)) throw std::logic_error("ratio_of_medians: a sample that is not positive");
  const auto ratio = median(numerator) / median(denominator);
  const auto fewest = std::min(numerator.size(), denominator.size());
  if (fewest < fewest_for_interval)
    return {ratio, NoInterval{fmt::format("fewer than {} repetitions: no interval of the ratio",
                                          fewest_for_interval)}};
  Estimate estimate(
      ratio, ratio_interval(median_distribution(numerator), median_distribution(denominator), confidence));
  if (fewest < fewest_for_usual_confidence)
    estimate.warn(fmt::format("fewer than {} repetitions: the interval of the ratio may be too narrow",
                              fewest_for_usual_confidence));
  return estimate;
}

}  // namespace parallax::reports
