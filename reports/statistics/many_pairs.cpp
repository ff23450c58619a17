// SPDX-License-Identifier: MIT
#include "reports/statistics/many_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "reports/statistics/distributions.hpp"
#include "reports/statistics/sign_test.hpp"
#include "support/random.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t exchanges = 2000;
constexpr double almost = 1 - 1e-9;  // sums in another order differ in their last digits

std::vector<std::size_t> first_ones(std::size_t count) {
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

using Sizes = std::pair<std::size_t, std::size_t>;

// The logarithms of both samples, one behind the other, around their common mean.
class ExchangedPair {
 public:
  ExchangedPair(const SamplePair& pair, std::size_t index)
      : index_(index), sizes_{pair.one.size(), pair.other.size()} {
    for (const auto samples : {pair.one, pair.other})
      for (const auto one : samples) values_.push_back(std::log(one));
    const auto mean =
        std::accumulate(values_.begin(), values_.end(), 0.0) / static_cast<double>(values_.size());
    for (auto& value : values_) {
      value -= mean;
      sum_ += value;
      squares_ += value * value;
    }
  }

  std::size_t index() const { return index_; }
  const Sizes& sizes() const { return sizes_; }

  // P(|T| >= |t|) of what was measured, by Welch's degrees of freedom. 0 where neither sample spreads and they differ.
  double welch_chance() const {
    const auto firsts = first_ones(sizes_.first);
    const auto t = difference(firsts);
    if (t == 0 || std::isinf(t)) return t == 0 ? 1 : 0;
    double sum = 0, squares = 0;
    for (const auto at : firsts) {
      sum += values_[at];
      squares += values_[at] * values_[at];
    }
    const auto n = static_cast<double>(sizes_.first), m = static_cast<double>(sizes_.second);
    const auto one = variance_of_mean(n, sum, squares),
               other = variance_of_mean(m, sum_ - sum, squares_ - squares);
    const auto degrees = (one + other) * (one + other) / (one * one / (n - 1) + other * other / (m - 1));
    return student_two_sided(t, degrees);
  }

  // Welch's t without its sign, if these are the values of the first sample. Where neither sample spreads, any
  // difference is infinitely many times as large.
  double difference(const std::vector<std::size_t>& firsts) const {
    double sum = 0, squares = 0;
    for (const auto at : firsts) {
      sum += values_[at];
      squares += values_[at] * values_[at];
    }
    const auto n = static_cast<double>(sizes_.first), m = static_cast<double>(sizes_.second);
    const auto apart = std::abs(sum / n - (sum_ - sum) / m);
    const auto spread =
        variance_of_mean(n, sum, squares) + variance_of_mean(m, sum_ - sum, squares_ - squares);
    if (apart <= 1e-15) return 0;
    return spread > 1e-30 ? apart / std::sqrt(spread) : std::numeric_limits<double>::infinity();
  }

 private:
  static double variance_of_mean(double count, double sum, double squares) {
    return std::max(0.0, squares - sum * sum / count) / (count - 1) / count;
  }

  std::size_t index_;
  Sizes sizes_;
  std::vector<double> values_;
  double sum_ = 0, squares_ = 0;
};

// Which values become those of the first sample, the same for all pairs of the same sizes.
class Exchange {
 public:
  // Where those of these sizes will stand, from draw to draw.
  const std::vector<std::size_t>* of(const Sizes& sizes) { return &chosen_[sizes]; }

  void draw() {
    for (auto& [sizes, firsts] : chosen_) {
      std::vector<std::size_t> all(sizes.first + sizes.second);
      std::iota(all.begin(), all.end(), std::size_t{0});
      for (std::size_t i = 0; i < sizes.first; ++i)
        std::swap(all[i], all[i + random_.next() % (all.size() - i)]);
      firsts.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(sizes.first));
      std::sort(firsts.begin(), firsts.end());
    }
  }

 private:
  std::map<Sizes, std::vector<std::size_t>> chosen_;
  SplitMix64 random_{20'240'229};
};

struct Measured {
  double difference;
  ExchangedPair pair;
  const std::vector<std::size_t>* firsts;  // of the exchange
};

}  // namespace

std::vector<double> adjusted_chances(std::span<const SamplePair> pairs) {
  std::vector<double> chances(pairs.size(), 1.0);
  std::vector<Measured> ordered;  // the smallest difference first
  Exchange exchange;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (std::min(pairs[i].one.size(), pairs[i].other.size()) < fewest_to_exchange) continue;
    ExchangedPair pair(pairs[i], i);
    const auto* firsts = exchange.of(pair.sizes());
    const auto difference = pair.difference(first_ones(pair.sizes().first));
    ordered.push_back({difference, std::move(pair), firsts});
  }
  std::stable_sort(ordered.begin(), ordered.end(), [](const Measured& one, const Measured& other) {
    return one.difference < other.difference;
  });

  std::vector<std::size_t> reached(ordered.size());
  for (std::size_t draw = 0; draw < exchanges; ++draw) {
    exchange.draw();
    double largest = 0;  // of this pair and all that differ less
    for (std::size_t i = 0; i < ordered.size(); ++i) {
      const auto& measured = ordered[i];
      largest = std::max(largest, measured.pair.difference(*measured.firsts));
      if (largest >= measured.difference * almost) ++reached[i];
    }
  }
  std::vector<double> by_spread;
  for (const auto& measured : ordered) by_spread.push_back(measured.pair.welch_chance());
  by_spread = holm(by_spread);
  // None is surer than one that differs more. What was measured is one of the exchanges itself.
  double least = 0;
  for (auto i = ordered.size(); i-- > 0;) {
    least = std::max(least, static_cast<double>(reached[i] + 1) / (exchanges + 1));
    chances[ordered[i].pair.index()] = std::max(least, by_spread[i]);
  }
  return chances;
}

}  // namespace parallax::reports
