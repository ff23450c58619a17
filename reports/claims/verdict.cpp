// SPDX-License-Identifier: MIT
#include "reports/claims/verdict.hpp"

#include <algorithm>

namespace parallax::reports::claims {
namespace {

std::vector<Sides> judged_sides(std::span<const Evidence> evidence) {
  std::vector<Sides> all;
  for (const Evidence& one : evidence)
    if (one.bounds) all.push_back(sides_of(one.effect.estimate, *one.bounds));
  return all;
}

// Whether one can support the claim while another, not the same, contradicts it.
bool can_differ(const std::vector<Sides>& all) {
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < all.size(); ++j)
      if (i != j && all[i].supports && all[j].contradicts) return true;
  return false;
}

}  // namespace

std::string_view verdict_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::confirmed:
      return "confirmed";
    case Verdict::limited:
      return "confirmed with limits";
    case Verdict::refuted:
      return "refuted";
    case Verdict::not_resolved:
      return "not resolved";
    case Verdict::not_measured:
      return "not measured";
    case Verdict::not_testable:
      return "not testable here";
  }
  return "";
}

std::string_view verdict_key(Verdict verdict) {
  switch (verdict) {
    case Verdict::confirmed:
      return "confirmed";
    case Verdict::limited:
      return "limited";
    case Verdict::refuted:
      return "refuted";
    case Verdict::not_resolved:
      return "not_resolved";
    case Verdict::not_measured:
      return "not_measured";
    case Verdict::not_testable:
      return "not_testable";
  }
  return "";
}

std::vector<Verdict> possible_verdicts(std::span<const Evidence> evidence, Refuted refuted) {
  const auto all = judged_sides(evidence);
  if (all.empty()) return {};
  const auto every = [&](auto holds) { return std::all_of(all.begin(), all.end(), holds); };
  const auto some = [&](auto holds) { return std::any_of(all.begin(), all.end(), holds); };
  const auto supports = [](const Sides& sides) { return sides.supports; };
  const auto between = [](const Sides& sides) { return sides.between; };
  const auto contradicts = [](const Sides& sides) { return sides.contradicts; };

  std::vector<Verdict> possible;
  if (every(supports)) possible.push_back(Verdict::confirmed);
  if (refuted == Refuted::by_any) {
    if (some(between) && every([](const Sides& sides) { return sides.supports || sides.between; }))
      possible.push_back(Verdict::limited);
    if (some(contradicts)) possible.push_back(Verdict::refuted);
  } else {
    if (some(between) || can_differ(all)) possible.push_back(Verdict::limited);
    if (every(contradicts)) possible.push_back(Verdict::refuted);
  }
  return possible;
}

}  // namespace parallax::reports::claims
