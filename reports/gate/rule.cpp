// SPDX-License-Identifier: MIT
#include "reports/gate/rule.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "reports/statistics/median.hpp"
#include "reports/statistics/resample.hpp"
#include "reports/statistics/sign_test.hpp"

namespace parallax::reports::gate {
namespace {

constexpr double agreeing = 0.75;  // of the pairs, for a suspicion
constexpr double control_error = 0.01;
constexpr double largest_effect = 1, effect_step = 0.0025;

double edge(const Rule& rule) { return std::log1p(rule.threshold); }

bool surely_within(const Estimate& change, double edge) {
  return change.surely_above(-edge) && change.surely_below(edge);
}

}  // namespace

Direction suspicion(std::span<const double> differences, const Rule& rule) {
  if (differences.empty()) return Direction::none;
  const auto signs = signs_of(differences);
  const double needed = agreeing * static_cast<double>(differences.size());
  const bool slower = static_cast<double>(signs.positive) >= needed;
  const bool faster = static_cast<double>(signs.negative) >= needed;
  if (!slower && !faster) return Direction::none;  // without a median: power() asks thousands of times
  const double middle = median(differences);
  if (slower && middle >= edge(rule) / 2) return Direction::slower;
  if (faster && middle <= -edge(rule) / 2) return Direction::faster;
  return Direction::none;
}

double p_of(std::span<const double> differences, Direction direction) {
  auto signs = signs_of(differences);
  if (direction == Direction::faster) std::swap(signs.positive, signs.negative);
  return sign_test(signs);
}

bool disturbed(std::span<const double> control, const Rule& rule) {
  if (control.empty()) return true;
  const double middle = std::abs(median(control));
  if (middle >= edge(rule)) return true;
  if (middle < edge(rule) / 2) return false;
  const auto signs = signs_of(control);
  return 2 * std::min(sign_test(signs), sign_test({signs.negative, signs.positive, signs.ties})) <
         control_error;
}

Verdict unsuspicious(std::span<const double> differences, const Rule& rule) {
  if (differences.empty()) return Verdict::inconclusive;
  const auto middle = median_of_differences(differences, usual_confidence);
  return surely_within(middle, edge(rule)) ? Verdict::no_change : Verdict::inconclusive;
}

Verdict confirmed(const Confirmation& confirmation, const Rule& rule) {
  if (confirmation.differences.empty()) return Verdict::inconclusive;
  const bool sure = confirmation.p <= rule.family_error;
  if (!sure) return unsuspicious(confirmation.differences, rule);
  if (disturbed(confirmation.control, rule)) return Verdict::invalid;
  const double middle = median(confirmation.differences);
  if (confirmation.direction == Direction::slower)
    return middle >= edge(rule) && confirmation.absolute >= rule.least ? Verdict::regression
                                                                       : Verdict::slower;
  if (middle <= -edge(rule) && -confirmation.absolute >= rule.least) return Verdict::improvement;
  return unsuspicious(confirmation.differences, rule);
}

namespace {

// Draws runs from pairs, with replacement.
class Draws {
 public:
  Draws(const Pairs& pairs, double effect, const Rule& rule)
      : pairs_(pairs), rule_(rule), middle_(median(pairs.differences)), shift_(std::log1p(effect)) {}

  std::size_t number(std::size_t count) {
    const auto at = static_cast<std::size_t>(random_.unit() * static_cast<double>(count));
    return std::min(at, count - 1);
  }

  // Differences of so many pairs, and which pairs they are.
  void draw(std::vector<double>& into, std::vector<std::size_t>& which) {
    which.resize(into.size());
    for (std::size_t i = 0; i < into.size(); ++i) {
      which[i] = number(pairs_.differences.size());
      into[i] = pairs_.differences[which[i]] - middle_ + shift_;
    }
  }

  // As judgement takes it: the difference of both medians.
  bool is_large_enough(const std::vector<double>& differences, const std::vector<std::size_t>& which) const {
    if (pairs_.bases.empty() || rule_.least <= 0) return true;
    std::vector<double> bases, heads;
    for (std::size_t i = 0; i < which.size(); ++i) {
      bases.push_back(pairs_.bases[which[i]]);
      heads.push_back(bases.back() * std::exp(differences[i]));
    }
    return median(heads) - median(bases) >= rule_.least;
  }

  bool is_steady(std::size_t rounds) {
    if (pairs_.control.empty()) return true;
    std::vector<double> control(rounds);
    for (double& one : control) one = pairs_.control[number(pairs_.control.size())];
    return !disturbed(control, rule_);
  }

 private:
  const Pairs& pairs_;
  const Rule& rule_;
  double middle_, shift_;
  Random random_;
};

}  // namespace

double power(const Pairs& pairs, double effect, const Rule& rule, std::size_t tests, std::size_t trials) {
  if (pairs.differences.empty() || trials == 0) return 0;
  Draws draws(pairs, effect, rule);
  std::vector<double> screened(rule.screening), again(rule.confirming);
  std::vector<std::size_t> which;
  std::size_t declared = 0;
  const double enough = rule.family_error / static_cast<double>(std::max<std::size_t>(tests, 1));
  std::size_t needed = 0;  // pairs that must be slower
  while (needed <= rule.confirming && sign_test({needed, rule.confirming - needed, 0}) > enough) ++needed;
  for (std::size_t i = 0; i < trials; ++i) {
    draws.draw(screened, which);
    if (!screened.empty() && suspicion(screened, rule) != Direction::slower) continue;
    draws.draw(again, which);
    declared += signs_of(again).positive >= needed && median(again) >= edge(rule) &&
                draws.is_large_enough(again, which) && draws.is_steady(again.size());
  }
  return static_cast<double>(declared) / static_cast<double>(trials);
}

std::optional<double> detectable(const Pairs& pairs, double probability, const Rule& rule,
                                 std::size_t tests) {
  double missed = 0, found = largest_effect;
  if (power(pairs, found, rule, tests) < probability) return std::nullopt;
  while (found - missed > effect_step) {
    const double between = (missed + found) / 2;
    (power(pairs, between, rule, tests) >= probability ? found : missed) = between;
  }
  return found;
}

std::vector<double> centred(std::span<const double> differences) {
  std::vector<double> all(differences.begin(), differences.end());
  if (all.empty()) return all;
  const double middle = median(differences);
  for (double& one : all) one -= middle;
  return all;
}

}  // namespace parallax::reports::gate
