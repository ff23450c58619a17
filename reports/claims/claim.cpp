// SPDX-License-Identifier: MIT
#include "reports/claims/claim.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <stdexcept>

#include "reports/claims/all_groups.hpp"
#include "support/comma_list.hpp"

namespace parallax::reports::claims {
namespace {

std::size_t judged_count(const Finding& finding) {
  return static_cast<std::size_t>(
      std::count_if(finding.evidence.begin(), finding.evidence.end(),
                    [](const Evidence& evidence) { return evidence.bounds.has_value(); }));
}

Verdict verdict_of(const Finding& finding, std::vector<Verdict>& possible) {
  possible = possible_verdicts(finding.evidence, finding.refuted);
  if (!finding.limit.empty()) {
    std::replace(possible.begin(), possible.end(), Verdict::confirmed, Verdict::limited);
    possible.erase(std::unique(possible.begin(), possible.end()), possible.end());
  }
  if (possible.empty()) throw std::logic_error("a rule has to give evidence with bounds");
  return possible.size() == 1 ? possible.front() : Verdict::not_resolved;
}

}  // namespace

std::span<const Group> groups() {
  static const std::array<Group, 8> all{{{'A', "Speed and scaling", group_a()},
                                         {'B', "The GIL", group_b()},
                                         {'C', "Cost of processes and threads", group_c()},
                                         {'D', "Communication channels", group_d()},
                                         {'E', "Shared state", group_e()},
                                         {'F', "Fault isolation", group_f()},
                                         {'G', "Pool and API", group_g()},
                                         {'P', "Prose of PEP 371 and Python's documentation", group_p()}}};
  return all;
}

std::vector<const Claim*> claims_named(std::span<const std::string> ids) {
  std::vector<const Claim*> found;
  std::set<std::string_view> used;
  for (const Group& group : groups()) {
    for (const Claim& claim : group.claims) {
      bool wanted = ids.empty();
      for (const std::string& id : ids) {
        if (id != claim.id && id != std::string_view(&group.letter, 1)) continue;
        wanted = true;
        used.insert(id);
      }
      if (wanted) found.push_back(&claim);
    }
  }
  for (const std::string& id : ids)
    if (!used.count(id)) throw std::invalid_argument(fmt::format("there is no claim {}", id));
  return found;
}

std::vector<const Claim*> claims_listed(std::string_view text) {
  if (text.empty()) return claims_named({});
  if (has_gap(text)) throw std::invalid_argument(fmt::format("{}: a claim is missing beside a comma", text));
  std::vector<std::string> ids;
  std::istringstream words{std::string(text)};
  for (std::string id; std::getline(words, id, ',');) ids.push_back(id);
  return claims_named(ids);
}

std::vector<std::string> cells_of(const Claim& claim) {
  if (!claim.judge) return {};
  Measured questions;
  claim.judge(questions);
  return questions.asked();
}

std::string expression_for(std::span<const Claim* const> claims) {
  std::set<std::string> cells;
  for (const Claim* claim : claims)
    for (auto& cell : cells_of(*claim)) cells.insert(std::move(cell));
  // Nothing in a name has a meaning in an expression.
  return cells.empty() ? "" : fmt::format("^({})$", fmt::join(cells, "|"));
}

Judged judge(const Claim& claim, const Results& results) {
  Judged judged{.claim = &claim};
  if (!claim.judge) {
    judged.because = claim.untestable;
    return judged;
  }
  Measured questions;
  const auto count = std::max<std::size_t>(judged_count(claim.judge(questions)), 1);
  Measured measured(results, 1 - (1 - usual_confidence) / static_cast<double>(count));
  Finding finding = claim.judge(measured);
  if (!measured.missing().empty()) {
    judged.verdict = Verdict::not_measured;
    judged.missing = measured.missing();
    return judged;
  }
  if (finding.untestable.empty()) {
    judged.verdict = verdict_of(finding, judged.possible);
    judged.because = finding.limit;
  } else {
    judged.because = finding.untestable;
  }
  judged.evidence = std::move(finding.evidence);
  return judged;
}

}  // namespace parallax::reports::claims
