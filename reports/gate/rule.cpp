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

bool within(const Interval& interval, double edge) { return interval.low > -edge && interval.high < edge; }

}  // namespace

Direction suspicion(std::span<const double> differences, const Rule& rule) {
  if (differences.empty()) return Direction::none;
  const auto signs = signs_of(differences);
  const double middle = median(differences), needed = agreeing * static_cast<double>(differences.size());
  if (middle >= edge(rule) / 2 && static_cast<double>(signs.positive) >= needed) return Direction::slower;
  if (middle <= -edge(rule) / 2 && static_cast<double>(signs.negative) >= needed) return Direction::faster;
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
  const auto signs = signs_of(control);
  const double p = 2 * std::min(sign_test(signs), sign_test({signs.negative, signs.positive, signs.ties}));
  return middle >= edge(rule) || (middle >= edge(rule) / 2 && p < control_error);
}

Verdict unsuspicious(std::span<const double> differences, const Rule& rule) {
  if (differences.empty()) return Verdict::inconclusive;
  const auto middle = median_of_differences(differences, usual_confidence);
  return within(*middle.interval, edge(rule)) ? Verdict::no_change : Verdict::inconclusive;
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

double power(std::span<const double> differences, double effect, const Rule& rule, std::size_t tests,
             std::size_t trials) {
  if (differences.empty() || trials == 0) return 0;
  const double middle = median(differences), shift = std::log1p(effect);
  Random random;
  const auto draw = [&](std::vector<double>& into) {
    for (double& one : into) {
      const auto at = static_cast<std::size_t>(random.unit() * static_cast<double>(differences.size()));
      one = differences[std::min(at, differences.size() - 1)] - middle + shift;
    }
  };
  std::vector<double> screened(rule.screening), again(rule.confirming);
  std::size_t declared = 0;
  const double enough = rule.family_error / static_cast<double>(std::max<std::size_t>(tests, 1));
  std::size_t needed = 0;  // pairs that must be slower
  while (needed <= rule.confirming && sign_test({needed, rule.confirming - needed, 0}) > enough) ++needed;
  for (std::size_t i = 0; i < trials; ++i) {
    draw(screened);
    if (!screened.empty() && suspicion(screened, rule) != Direction::slower) continue;
    draw(again);
    declared += median(again) >= edge(rule) && signs_of(again).positive >= needed;
  }
  return static_cast<double>(declared) / static_cast<double>(trials);
}

std::optional<double> detectable(std::span<const double> differences, double probability, const Rule& rule,
                                 std::size_t tests) {
  double missed = 0, found = largest_effect;
  if (power(differences, found, rule, tests) < probability) return std::nullopt;
  while (found - missed > effect_step) {
    const double between = (missed + found) / 2;
    (power(differences, between, rule, tests) >= probability ? found : missed) = between;
  }
  return found;
}

}  // namespace parallax::reports::gate
