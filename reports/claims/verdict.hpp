// SPDX-License-Identifier: MIT
// Verdicts, and how they follow from evidence. Rules give evidence and bounds; nothing else decides.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "reports/claims/evidence.hpp"

namespace parallax::reports::claims {

enum class Verdict {
  confirmed,
  limited,  // confirmed with limits: true of some of what it says, or not as far as it says
  refuted,
  not_resolved,  // measured, but the intervals allow more than one verdict
  not_measured,  // cells are missing or failed
  not_testable   // not on this machine, or not by measuring at all
};

inline constexpr std::array all_verdicts{Verdict::confirmed,    Verdict::limited,      Verdict::refuted,
                                         Verdict::not_resolved, Verdict::not_measured, Verdict::not_testable};

std::string_view verdict_text(Verdict verdict);  // "confirmed with limits"
std::string_view verdict_key(Verdict verdict);   // "limited"

// What it takes to refute a claim; it is confirmed if all evidence supports it, and else it has limits.
enum class Refuted {
  by_any,  // one counterexample is enough: the claim says "always", or names one thing
  by_all   // the claim holds nowhere
};

// The verdicts that the intervals allow. One: that is it. Several: not resolved. Evidence without bounds does
// not count; if there is none with bounds, there is no verdict.
std::vector<Verdict> possible_verdicts(std::span<const Evidence> evidence, Refuted refuted);

}  // namespace parallax::reports::claims
