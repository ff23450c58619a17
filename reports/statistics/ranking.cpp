// SPDX-License-Identifier: MIT
#include "reports/statistics/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "reports/statistics/distributions.hpp"
#include "reports/statistics/median.hpp"
#include "reports/statistics/rank_test.hpp"
#include "reports/statistics/ratio.hpp"
#include "reports/statistics/resample.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t ranking_draws = 4000;

// Asks whether the first `part` of those in order differ, from all of them down to two, until they do not: what does not
// differ as a whole says nothing of its parts. True for those whom every set that reaches to them leaves different.
template <class Differ>
std::vector<bool> step_down(std::size_t count, Differ differ) {
  std::vector<bool> open(count, false);
  for (auto part = count; part >= 2 && differ(part); --part) open[part - 1] = true;
  return open;
}

// Entrant by entrant: the mean of the logarithms of its times, and the variance of that.
class Field {
 public:
  Field(std::span<const Entrant> entrants, std::span<const std::size_t> group_of) {
    for (std::size_t i = 0; i < entrants.size(); ++i) {
      std::size_t missing = 0;
      for (const auto samples : entrants[i].seconds) missing += samples.empty() ? 1 : 0;
      missing_.push_back(missing);
      if (missing == 0 && !entrants[i].seconds.empty()) add(i, entrants[i], group_of);
    }
  }

  const std::vector<std::size_t>& missing() const { return missing_; }
  const std::vector<std::size_t>& who() const { return who_; }
  const std::vector<double>& means() const { return means_; }
  std::size_t fewest_samples() const { return fewest_; }

  void draw(Random& random, std::vector<double>& means) const {
    means.clear();
    for (const auto& cells : cells_) {
      double sum = 0;
      for (std::size_t i = 0; i < cells.size(); ++i) sum += weights_[i] * cells[i].draw_logarithm(random);
      means.push_back(sum);
    }
  }

  // Geometric mean of the times of one / those of the other.
  Estimate slowdown(std::size_t one, std::size_t other) const {
    const auto mean = means_[one] - means_[other];
    if (fewest_ < fewest_for_interval)
      return {std::exp(mean), NoInterval{"fewer than 3 repetitions: no interval"}};
    const auto [deviation, degrees] = spread(one, other);
    const auto half = deviation > 0 ? deviation * student_quantile(usual_error, degrees) : 0;
    return {std::exp(mean), Interval{std::exp(mean - half), std::exp(mean + half), usual_confidence}};
  }

  double probability(std::size_t one, std::size_t other) const {
    const auto [deviation, degrees] = spread(one, other);
    const auto distance = means_[one] - means_[other];
    if (distance == 0) return 1;
    return deviation > 0 ? student_two_sided(distance / deviation, degrees) : 0;
  }

 private:
  struct Part {
    double variance, degrees;
  };

  // Of a difference of means: its standard error, and the degrees of freedom of that (Welch and Satterthwaite).
  Part spread(std::size_t one, std::size_t other) const {
    double variance = 0, below = 0;
    for (const auto who : {one, other})
      for (const auto& part : parts_[who]) {
        variance += part.variance;
        below += part.variance * part.variance / part.degrees;
      }
    return {std::sqrt(variance), below > 0 ? variance * variance / below : 1e6};
  }

  void add(std::size_t i, const Entrant& entrant, std::span<const std::size_t> group_of) {
    if (weights_.empty()) weights_ = weights(entrant.seconds.size(), group_of);
    who_.push_back(i);
    auto& cells = cells_.emplace_back();
    auto& parts = parts_.emplace_back();
    double mean = 0;
    for (std::size_t at = 0; at < entrant.seconds.size(); ++at) {
      const auto samples = entrant.seconds[at];
      cells.emplace_back(samples);
      mean += weights_[at] * std::log(median(samples));
      const auto count = static_cast<double>(samples.size());
      fewest_ = std::min(fewest_, samples.size());
      // The bootstrap knows the spread of the samples, which is smaller than that of what they come from.
      if (samples.size() > 1)
        parts.push_back(
            {weights_[at] * weights_[at] * cells.back().variance_of_logarithm() * count / (count - 1),
             count - 1});
    }
    means_.push_back(mean);
  }

  // A group counts as much as any other, a case as much as any other of its group.
  static std::vector<double> weights(std::size_t cases, std::span<const std::size_t> group_of) {
    std::vector<double> weights(cases, 1 / static_cast<double>(cases));
    if (group_of.empty()) return weights;
    std::map<std::size_t, std::size_t> sizes;
    for (const auto group : group_of) ++sizes[group];
    for (std::size_t i = 0; i < cases; ++i)
      weights[i] = 1 / static_cast<double>(sizes.size() * sizes.at(group_of[i]));
    return weights;
  }

  std::vector<std::size_t> missing_, who_;
  std::vector<double> means_, weights_;
  std::vector<std::vector<Part>> parts_;
  std::vector<std::vector<MedianDraws>> cells_;
  std::size_t fewest_ = static_cast<std::size_t>(-1);
};

std::size_t lowest(const std::vector<double>& values) {
  return static_cast<std::size_t>(std::min_element(values.begin(), values.end()) - values.begin());
}

// Who of the field is surely slower than the first in `order`, in that order.
std::vector<bool> slower_over_cases(const Field& field, const std::vector<std::size_t>& order, double error) {
  const auto level = [error](std::size_t part) {
    return error / (static_cast<double>(part * (part - 1)) / 2);
  };
  std::vector<double> least(order.size() + 1, 1);  // of all pairs among the first so many
  for (std::size_t j = 1; j < order.size(); ++j) {
    least[j + 1] = least[j];
    for (std::size_t i = 0; i < j; ++i)
      least[j + 1] = std::min(least[j + 1], field.probability(order[i], order[j]));
  }
  auto slower = step_down(order.size(), [&](std::size_t part) { return least[part] <= level(part); });
  for (std::size_t i = 1; i < order.size(); ++i)
    slower[i] = slower[i] && field.probability(order[0], order[i]) <= level(i + 1);
  return slower;
}

}  // namespace

std::vector<Standing> winners(std::span<const Contender> contenders, double error) {
  std::vector<Standing> standings(contenders.size());
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    if (contenders[i].seconds.empty()) continue;
    standings[i].takes_part = true;
    order.emplace_back(median(contenders[i].seconds), i);
  }
  if (order.empty()) return standings;
  std::sort(order.begin(), order.end());
  std::vector<std::span<const double>> sets;
  for (const auto& [middle, i] : order) sets.push_back(contenders[i].seconds);
  const auto open = step_down(order.size(), [&](std::size_t part) {
    return same_distribution_probability(std::span(sets).first(part)) <=
           step_down_level(part, sets.size(), error);
  });
  standings[order[0].second].is_best = true;
  for (std::size_t at = 1; at < order.size(); ++at) {
    auto& standing = standings[order[at].second];
    standing.slowdown = ratio_of_medians(sets[at], sets[0]);
    if (!open[at] || !standing.slowdown.surely_above(1)) continue;
    const std::array pair{sets[0], sets[at]};
    standing.resolved = same_distribution_probability(pair) <= step_down_level(at + 1, sets.size(), error);
  }
  return standings;
}

std::vector<Place> ranking(std::span<const Entrant> entrants, std::span<const std::size_t> group_of,
                           double error) {
  const Field field(entrants, group_of);
  std::vector<Place> places(entrants.size());
  for (std::size_t i = 0; i < entrants.size(); ++i) places[i].missing = field.missing()[i];
  if (field.who().empty()) return places;

  const auto count = field.who().size();
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return field.means()[a] < field.means()[b]; });
  const auto best = order.front();
  const bool sure = field.fewest_samples() >= fewest_for_interval;
  std::vector<std::size_t> wins(count);
  if (sure) {
    Random random;
    std::vector<double> means;
    for (std::size_t draw = 0; draw < ranking_draws; ++draw) {
      field.draw(random, means);
      ++wins[lowest(means)];
    }
  }
  std::vector<bool> slower(count, false);
  if (sure && entrants[field.who()[best]].seconds.size() == 1) {
    std::vector<Contender> contenders;
    for (const auto i : order) contenders.push_back({entrants[field.who()[i]].seconds.front()});
    const auto standings = winners(contenders, error);
    for (std::size_t at = 0; at < count; ++at) slower[at] = standings[at].resolved;
  } else if (sure) {
    slower = slower_over_cases(field, order, error);
  }
  for (std::size_t at = 0; at < count; ++at) {
    const auto i = order[at];
    auto& place = places[field.who()[i]];
    place.takes_part = true;
    place.is_best = i == best;
    if (sure) place.chance_of_best = static_cast<double>(wins[i]) / ranking_draws;
    if (!place.is_best) place.slowdown = field.slowdown(i, best);
    place.resolved = slower[at] && place.slowdown.surely_above(1);
  }
  return places;
}

}  // namespace parallax::reports
