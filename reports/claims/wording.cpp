// SPDX-License-Identifier: MIT
#include "reports/claims/wording.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "support/units.hpp"

namespace parallax::reports::claims {

bool is_certain(const Estimate& estimate) {
  const auto [low, high] = estimate.possible();
  return low == high;
}

std::string value_text(double value, Unit unit) {
  switch (unit) {
    case Unit::ratio:
      return ratio_text(value);
    case Unit::share:
      return fmt::format("{:.0f}\u00a0%", 100 * value);
    case Unit::seconds:
      return seconds_text(value);
    case Unit::count:
      return std::abs(value) >= 100 ? count_text(std::lround(value)) : fmt::format("{:.3g}", value);
  }
  return {};
}

std::string effect_text(const Effect& effect) {
  auto text = value_text(effect.estimate.point(), effect.unit);
  if (is_certain(effect.estimate)) return text;
  const auto& interval = effect.estimate.interval();
  if (!interval) return text + " (no interval)";
  return fmt::format("{} ({} to {})", text, value_text(interval->low, effect.unit),
                     value_text(interval->high, effect.unit));
}

std::string bounds_text(const Bounds& bounds, Unit unit) {
  const auto text = [&](double value) { return value_text(value, unit); };
  const bool from = bounds.supports_from > -Bounds::infinity, to = bounds.supports_to < Bounds::infinity;
  auto words = from && to ? fmt::format("{} to {}", text(bounds.supports_from), text(bounds.supports_to))
               : from     ? fmt::format("at least {}", text(bounds.supports_from))
                          : fmt::format("at most {}", text(bounds.supports_to));
  if (from && bounds.contradicts_below < bounds.supports_from)
    words += fmt::format("; against it: below {}", text(bounds.contradicts_below));
  if (to && bounds.contradicts_above > bounds.supports_to)
    words += fmt::format("; against it: above {}", text(bounds.contradicts_above));
  return words;
}

std::string side_text(const Evidence& evidence) {
  if (!evidence.bounds) return "shown only";
  const Sides sides = sides_of(evidence.effect.estimate, *evidence.bounds);
  if (sides == Sides{.supports = true}) return "for it";
  if (sides == Sides{.contradicts = true}) return "against it";
  if (sides == Sides{.between = true}) return "neither";
  return "open";
}

std::string verdict_sentence(const Judged& judged) {
  std::string text(verdict_text(judged.verdict));
  if (judged.verdict != Verdict::not_resolved) return text;
  std::vector<std::string_view> words;
  for (const Verdict possible : judged.possible) words.push_back(verdict_text(possible));
  return fmt::format("{}: {}", text, fmt::join(words, " or "));
}

std::string quote_text(const Claim& claim) {
  return fmt::format("{}{}{}", claim.about, claim.about.empty() ? "" : ": ", claim.quote);
}

std::string reason_text(const Judged& judged) {
  if (judged.verdict == Verdict::not_measured)
    return fmt::format(
        "{}{}",
        fmt::join(judged.missing.begin(),
                  judged.missing.begin() +
                      static_cast<std::ptrdiff_t>(std::min<std::size_t>(judged.missing.size(), 5)),
                  "; "),
        judged.missing.size() > 5 ? fmt::format("; and {} more", judged.missing.size() - 5) : "");
  const bool says = judged.verdict == Verdict::not_testable || judged.verdict == Verdict::limited ||
                    judged.verdict == Verdict::not_resolved;
  return says ? judged.because : "";
}

std::string command_for(const Claim& claim) { return fmt::format("scripts/claims {}", claim.id); }

std::string summary_text(const std::vector<Judged>& judged) {
  std::vector<std::string> parts;
  for (const Verdict verdict : all_verdicts) {
    const auto count = std::count_if(judged.begin(), judged.end(),
                                     [&](const Judged& one) { return one.verdict == verdict; });
    if (count > 0) parts.push_back(fmt::format("{} {}", count, verdict_text(verdict)));
  }
  return fmt::format("{} claims: {}", judged.size(), fmt::join(parts, ", "));
}

}  // namespace parallax::reports::claims
