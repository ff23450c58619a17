// SPDX-License-Identifier: MIT
// A claim: a sentence that somebody wrote about concurrency, word for word, and the rule that decides it.
//
// The rule is fixed before anything is measured: it asks for cells and gives evidence with bounds, and the
// verdict follows (verdict.hpp). Adding a claim is one entry in the file of its group, group_*.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/claims/measured.hpp"
#include "reports/claims/verdict.hpp"

namespace parallax::reports::claims {

// What a rule finds.
struct Finding {
  std::vector<Evidence> evidence;
  Refuted refuted = Refuted::by_all;
  // Why the claim cannot be more than confirmed with limits, if so: what it says beyond the evidence.
  std::string limit{};
  // Why these results cannot decide it, whatever they say: the machine is too small, say.
  std::string untestable{};
};

struct Claim {
  std::string_view id;       // "D1"
  std::string_view source;   // where it stands
  std::string_view about{};  // what it is said of, where the quote does not say it
  std::string_view quote;    // word for word, spelling included
  std::string_view rule;     // in words, what judge() does
  Finding (*judge)(Measured&) = nullptr;
  std::string_view untestable{};  // of a claim without judge(): why nothing that is measured here decides it
  std::string_view remark{};      // what a reader should know beside any verdict
};

struct Group {
  char letter;
  std::string_view title;
  std::span<const Claim> claims;
};

std::span<const Group> groups();

// The claims with these ids ("D1"; "D" means all of that group), in the usual order; all, if none is named.
// Throws std::invalid_argument for an id that there is not.
std::vector<const Claim*> claims_named(std::span<const std::string> ids);

// The same for "D1,E"; all for an empty text.
std::vector<const Claim*> claims_listed(std::string_view text);

// The cells that the rule asks for.
std::vector<std::string> cells_of(const Claim& claim);

// One regular expression that finds the cells of these claims and no others.
std::string expression_for(std::span<const Claim* const> claims);

struct Judged {
  const Claim* claim = nullptr;
  Verdict verdict = Verdict::not_testable;
  std::vector<Verdict> possible{};     // of not_resolved: what the intervals allow
  std::vector<Evidence> evidence{};    // empty if not measured
  std::string because{};               // why untestable, why not more than with limits
  std::vector<std::string> missing{};  // of not_measured: which cells, and why
};

// All intervals of a claim hold together with 95 % (Bonferroni), because the verdict takes them together.
Judged judge(const Claim& claim, const Results& results);

}  // namespace parallax::reports::claims
