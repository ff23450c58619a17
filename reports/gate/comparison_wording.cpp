// SPDX-License-Identifier: MIT
#include "reports/gate/comparison_wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "support/units.hpp"

namespace parallax::reports::gate {
namespace {

constexpr const char* percent = "\u00a0%";  // never breaks a number from its unit

constexpr std::array<Verdict, verdicts> gravest_first{
    Verdict::error,        Verdict::regression,  Verdict::invalid,  Verdict::removed,     Verdict::slower,
    Verdict::inconclusive, Verdict::improvement, Verdict::left_out, Verdict::fails_alike, Verdict::observed,
    Verdict::added,        Verdict::no_change,   Verdict::identical};

// With its sign, without the unit.
std::string change_number(double ratio) {
  const auto change = 100 * (ratio - 1);
  const auto digits = std::abs(change) < 99.95 ? 1 : 0;
  if (std::abs(change) < 0.05) return "0.0";
  return fmt::format("{}{:.{}f}", change < 0 ? "−" : "+", std::abs(change), digits);
}

}  // namespace

std::size_t gravity(Verdict verdict) {
  return static_cast<std::size_t>(std::find(gravest_first.begin(), gravest_first.end(), verdict) -
                                  gravest_first.begin());
}

bool is_quiet(Verdict verdict) { return verdict == Verdict::no_change || verdict == Verdict::identical; }

std::vector<std::size_t> by_gravity(const Comparison& comparison) {
  std::vector<std::size_t> order(comparison.cells.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto slowness = [](const CellOutcome& cell) {
    const auto* wall = wall_of(cell);
    return wall ? wall->ratio.value : 0;
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto &one = comparison.cells[a], &other = comparison.cells[b];
    if (one.verdict != other.verdict) return gravity(one.verdict) < gravity(other.verdict);
    return slowness(one) > slowness(other);
  });
  return order;
}

std::vector<Verdict> occurring(const Comparison& comparison) {
  std::vector<Verdict> found;
  for (const auto verdict : gravest_first)
    if (count_of(comparison, verdict) > 0) found.push_back(verdict);
  return found;
}

std::string counts_text(const Comparison& comparison) {
  std::string text;
  for (const auto verdict : occurring(comparison))
    text += fmt::format("{}{} {}", text.empty() ? "" : " · ", count_of(comparison, verdict),
                        verdict_name(verdict));
  return text.empty() ? "no cells" : text;
}

bool is_ratio(double ratio) { return std::isfinite(ratio) && ratio > 0; }

const MetricOutcome* wall_of(const CellOutcome& cell) {
  for (const auto& outcome : cell.metrics)
    if (outcome.metric == Metric::wall && is_ratio(outcome.ratio.value)) return &outcome;
  return nullptr;
}

std::string change_text(double ratio) {
  if (!is_ratio(ratio)) return "–";
  return ratio >= 9.995 ? ratio_text(ratio) : change_number(ratio) + percent;
}

std::string interval_text(const Estimate& ratio) {
  if (!ratio.interval || !std::isfinite(ratio.interval->low) || !std::isfinite(ratio.interval->high))
    return "–";
  const auto [low, high, confidence] = *ratio.interval;
  if (high >= 9.995) return change_text(low) + " … " + change_text(high);
  return change_number(low) + " … " + change_number(high) + percent;
}

std::string confidence_text(const Estimate& ratio) {
  if (!ratio.interval || !std::isfinite(ratio.interval->confidence)) return "–";
  return fmt::format("{:.0f}{}", std::floor(100 * ratio.interval->confidence + 1e-9), percent);
}

std::string interval_phrase(const Estimate& ratio) {
  const auto interval = interval_text(ratio);
  return interval == "–" ? "no interval" : fmt::format("{} interval {}", confidence_text(ratio), interval);
}

std::string share_text(double share) {
  if (!std::isfinite(share)) return "–";
  const auto number = 100 * share;
  if (number > 0 && number < 0.95) return fmt::format("{:.2g}{}", number, percent);
  const bool is_round = number >= 9.95 || std::abs(number - std::round(number)) < 0.05;
  return fmt::format("{:.{}f}{}", number, is_round ? 0 : 1, percent);
}

std::string threshold_text(const MetricOutcome& outcome) { return "±" + share_text(outcome.threshold); }

std::string detectable_text(const std::optional<double>& slowdown) {
  return slowdown ? share_text(*slowdown) : "–";
}

std::string p_text(const std::optional<double>& p) {
  if (!p) return "–";
  if (*p < 0.0001) return "<0.0001";
  return fmt::format("{:.{}f}", *p, *p < 0.01 ? 4 : 3);
}

std::string value_text(Metric metric, double value) {
  if (!std::isfinite(value) || value <= 0) return "–";
  return metric == Metric::memory ? bytes_text(value) : seconds_text(value);
}

std::string outcome_sentence(const MetricOutcome& outcome) {
  return fmt::format("{}: {}, {} ({}), threshold {}, detects {}, {} pair{}", metric_title(outcome.metric),
                     verdict_text(outcome), change_text(outcome.ratio.value), interval_phrase(outcome.ratio),
                     threshold_text(outcome), detectable_text(outcome.detectable80), outcome.pairs,
                     outcome.pairs == 1 ? "" : "s");
}

std::string verdict_text(const MetricOutcome& outcome) {
  if (outcome.metric != Metric::wall && outcome.verdict == Verdict::slower)
    return "more, below the threshold";
  return std::string(verdict_name(outcome.verdict));
}

std::string error_sentence(const Comparison& comparison) {
  if (!(comparison.family_error > 0)) return {};
  return "The chance of a false regression in the whole run is at most " +
         share_text(comparison.family_error);
}

std::string exit_sentence(const Comparison& comparison) {
  switch (exit_of(comparison)) {
    case passed:
      return "0: passed";
    case regressed:
      return "1: there is a regression";
    case failed:
      return "4: the head fails";
    default:
      break;
  }
  std::string why;
  for (const auto& one : obstacles(comparison)) why += (why.empty() ? "" : "; ") + one;
  return "3: not judged, as " + why;
}

std::string program_sentence(const Program& program) {
  auto text = program.file;
  if (!program.commit.empty()) text += " of commit " + program.commit.substr(0, 12);
  if (!program.text_hash.empty()) text += ", program text " + program.text_hash.substr(0, 12);
  return text;
}

std::string_view kernel_of(std::string_view name) { return name.substr(0, name.find('/')); }

}  // namespace parallax::reports::gate
