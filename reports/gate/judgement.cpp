// SPDX-License-Identifier: MIT
#include "reports/gate/judgement.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "reports/gate/explanation.hpp"
#include "reports/gate/speedup.hpp"
#include "reports/statistics/median.hpp"
#include "reports/statistics/modality.hpp"
#include "reports/statistics/sign_test.hpp"

namespace parallax::reports::gate {
namespace {

constexpr std::array metrics{Metric::wall, Metric::cpu, Metric::memory};
constexpr double wanted_effect = 0.10, wanted_power = 0.90;
constexpr double least_seconds = 1e-9, least_bytes = 1 << 20;

// With fewer pairs than this nothing is said.
constexpr std::size_t fewest_pairs = 6;

Estimate as_ratio(const Estimate& logarithm) {
  return logarithm.through([](double value) { return std::exp(value); });
}

bool is_open(Verdict verdict) { return verdict == Verdict::inconclusive || verdict == Verdict::observed; }

struct Family {
  std::vector<Suspect> suspects;
  std::vector<double> adjusted;  // in step
};

// The tests of the second stage together. One that got no pairs is none.
Family family_of(const Comparison& comparison, const Settings& settings) {
  Family family;
  std::vector<double> p;
  for (const auto& suspect : suspects(comparison, settings)) {
    const auto pairs = differences_of(comparison, suspect.cell, 2, suspect.metric);
    if (pairs.head.size() < fewest_pairs) continue;
    family.suspects.push_back(suspect);
    p.push_back(p_of(pairs.head, suspect.direction));
  }
  family.adjusted = holm(p);
  return family;
}

void fill(MetricOutcome& outcome, const Differences& pairs, double confidence) {
  const auto signs = signs_of(pairs.head);
  outcome.pairs = pairs.head.size();
  outcome.slower = signs.positive;
  outcome.ties = signs.ties;
  outcome.base = median(pairs.base_values);
  outcome.head = median(pairs.head_values);
  outcome.ratio = as_ratio(median_of_differences(pairs.head, confidence));
  // Of ratios, not of their logarithms, whose median is no measure of how far apart groups are.
  std::vector<double> ratios;
  for (const double difference : pairs.head) ratios.push_back(std::exp(difference));
  if (is_bimodal(ratios)) outcome.ratio.warn("the ratios fall into two groups");
}

// A cell that had no control would have got one, with the noise that its pairs have.
void add_detectable(MetricOutcome& outcome, const Differences& pairs, Rule rule, std::size_t tests) {
  (outcome.stage == 2 ? rule.confirming : rule.screening) = pairs.head.size();
  const auto control = pairs.control.empty() ? centred(pairs.head) : pairs.control;
  const Pairs sample{.differences = pairs.head, .bases = pairs.base_values, .control = control};
  outcome.detectable80 = detectable(sample, 0.80, rule, tests);
  outcome.detectable95 = detectable(sample, 0.95, rule, tests);
}

Rule rule_of(const Comparison& comparison, std::size_t cell, Metric metric, const Settings& settings,
             const Differences& pairs) {
  return rule_for(comparison.cells[cell].name, metric, settings,
                  pairs.base_values.empty() ? 0 : median(pairs.base_values));
}

std::optional<MetricOutcome> outcome_of(const Comparison& comparison, std::size_t cell, Metric metric,
                                        const Settings& settings, const Family& family) {
  MetricOutcome outcome;
  outcome.metric = metric;
  const auto tests = std::max<std::size_t>(family.suspects.size(), 1);
  for (std::size_t i = 0; i < family.suspects.size(); ++i) {
    const auto& suspect = family.suspects[i];
    if (suspect.cell != cell || suspect.metric != metric) continue;
    const auto pairs = differences_of(comparison, cell, 2, metric);
    const auto rule = rule_of(comparison, cell, metric, settings, pairs);
    outcome.threshold = rule.threshold;
    outcome.stage = 2;
    outcome.p = family.adjusted[i];
    fill(outcome, pairs, 1 - settings.family_error / static_cast<double>(tests));
    if (!pairs.control.empty())
      outcome.control = as_ratio(median_of_differences(pairs.control, 1 - settings.family_error));
    outcome.verdict = confirmed({.differences = pairs.head,
                                 .control = pairs.control,
                                 .direction = suspect.direction,
                                 .p = *outcome.p,
                                 .absolute = outcome.head - outcome.base},
                                rule);
    // The interval that is shown is the one that decided.
    if (outcome.verdict == Verdict::no_change || outcome.verdict == Verdict::inconclusive)
      fill(outcome, pairs, usual_confidence);
    if (settings.detectable) add_detectable(outcome, pairs, rule, tests);
    return outcome;
  }
  const auto pairs = differences_of(comparison, cell, 1, metric);
  if (pairs.head.size() < 2) return std::nullopt;
  const auto rule = rule_of(comparison, cell, metric, settings, pairs);
  outcome.threshold = rule.threshold;
  fill(outcome, pairs, usual_confidence);
  const bool is_judged = pairs.head.size() >= fewest_pairs;
  outcome.verdict = !is_judged || suspicion(pairs.head, rule) != Direction::none
                        ? Verdict::inconclusive
                        : unsuspicious(pairs.head, rule);
  // Of what is not judged nothing would have been found. A slowdown would have been one suspect more.
  if (settings.detectable && is_judged && comparison.cells[cell].verdict != Verdict::observed)
    add_detectable(outcome, pairs, rule, family.suspects.size() + 1);
  return outcome;
}

// CPU time and memory can make a cell worse, never better: what a person waits for is wall time.
Verdict verdict_of(const CellOutcome& cell) {
  auto verdict = cell.metrics.front().verdict;
  for (const auto& outcome : cell.metrics)
    if (outcome.verdict == Verdict::regression) verdict = Verdict::regression;
  return verdict;
}

}  // namespace

Differences differences_of(const Comparison& comparison, std::size_t cell, int stage, Metric metric) {
  struct Round {
    double base = 0, head = 0, control = 0;
  };
  std::map<std::size_t, Round> rounds;
  for (const auto& visit : comparison.visits) {
    if (visit.cell != cell || visit.stage != stage || visit.excluded || !visit.failure.empty()) continue;
    auto& round = rounds[visit.round];
    (visit.arm == Arm::base   ? round.base
     : visit.arm == Arm::head ? round.head
                              : round.control) = value_of(visit, metric);
  }
  Differences found;
  for (const auto& [number, round] : rounds) {
    if (round.base > 0 && round.control > 0) found.control.push_back(std::log(round.control / round.base));
    if (!(round.base > 0) || !(round.head > 0)) continue;
    found.head.push_back(std::log(round.head / round.base));
    found.base_values.push_back(round.base);
    found.head_values.push_back(round.head);
  }
  return found;
}

Rule rule_for(const std::string& cell, Metric metric, const Settings& settings, double base) {
  Rule rule;
  rule.family_error = settings.family_error;
  rule.threshold = metric == Metric::wall  ? settings.threshold
                   : metric == Metric::cpu ? settings.cpu_threshold
                                           : settings.memory_threshold;
  if (const auto own = settings.cell_thresholds.find(cell);
      metric == Metric::wall && own != settings.cell_thresholds.end())
    rule.threshold = std::max(rule.threshold, own->second);
  rule.least = metric == Metric::memory ? least_bytes : least_seconds;
  if (base > 0) rule.threshold = std::max(rule.threshold, rule.least / base);
  rule.screening = settings.screening;
  rule.confirming = settings.confirming;
  return rule;
}

std::vector<Suspect> suspects(const Comparison& comparison, const Settings& settings) {
  std::vector<Suspect> found;
  for (std::size_t cell = 0; cell < comparison.cells.size(); ++cell) {
    if (comparison.cells[cell].verdict != Verdict::inconclusive) continue;
    for (const auto metric : metrics) {
      const auto pairs = differences_of(comparison, cell, 1, metric);
      if (pairs.head.size() < fewest_pairs) continue;
      const auto direction = suspicion(pairs.head, rule_of(comparison, cell, metric, settings, pairs));
      // Less CPU time or memory is good news, but none to spend time on.
      if (direction == Direction::none || (metric != Metric::wall && direction == Direction::faster))
        continue;
      found.push_back({cell, metric, direction});
    }
  }
  return found;
}

std::size_t pairs_needed(const Comparison& comparison, const Suspect& suspect, std::size_t tests,
                         const Settings& settings) {
  const auto pairs = differences_of(comparison, suspect.cell, 1, suspect.metric);
  auto rule = rule_of(comparison, suspect.cell, suspect.metric, settings, pairs);
  rule.screening = 0;  // is over
  for (; rule.confirming < settings.most_confirming; rule.confirming += 4)
    if (power({.differences = pairs.head}, std::max(wanted_effect, 2 * rule.threshold), rule, tests, 400) >=
        wanted_power)
      break;
  return std::min(rule.confirming, settings.most_confirming);
}

void judge(Comparison& comparison, const Settings& settings) {
  const auto family = family_of(comparison, settings);
  for (std::size_t i = 0; i < comparison.cells.size(); ++i) {
    auto& cell = comparison.cells[i];
    if (!is_open(cell.verdict)) continue;
    cell.metrics.clear();
    for (const auto metric : metrics)
      if (auto outcome = outcome_of(comparison, i, metric, settings, family))
        cell.metrics.push_back(std::move(*outcome));
    if (cell.metrics.empty() || cell.metrics.front().metric != Metric::wall) {
      cell.metrics.clear();
      cell.verdict = cell.verdict == Verdict::observed ? Verdict::observed : Verdict::left_out;
      continue;
    }
    if (cell.verdict == Verdict::observed) {
      for (auto& outcome : cell.metrics) outcome.verdict = Verdict::observed;
      continue;
    }
    cell.verdict = verdict_of(cell);
    explain(cell);
  }
  explain_speedups(comparison);
}

}  // namespace parallax::reports::gate
