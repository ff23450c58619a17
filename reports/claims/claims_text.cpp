// SPDX-License-Identifier: MIT
#include "reports/claims/claims_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/claims/wording.hpp"
#include "reports/text/plain.hpp"

namespace parallax::reports::claims {
namespace {

// What a cell of a Markdown table may hold.
std::string in_table(std::string_view text) {
  std::string safe;
  for (const char c : text::printable(std::string(text))) {
    if (c == '|' || c == '<' || c == '*' || c == '_' || c == '`') safe += '\\';
    safe += c;
  }
  return safe;
}

const Group& group_of(const Claim& claim) {
  return *std::find_if(groups().begin(), groups().end(),
                       [&](const Group& group) { return group.letter == claim.id.front(); });
}

std::string evidence_line(const Evidence& evidence) {
  return fmt::format("{}: {}{}", evidence.what, effect_text(evidence.effect),
                     evidence.bounds ? fmt::format(", {} ({})", side_text(evidence),
                                                   bounds_text(*evidence.bounds, evidence.effect.unit))
                                     : "");
}

}  // namespace

std::string terminal(const std::vector<Judged>& judged) {
  std::string text;
  for (const Judged& one : judged) {
    text += fmt::format("{:<4} {}\n     {}\n", one.claim->id, verdict_sentence(one), quote_text(*one.claim));
    for (const Evidence& evidence : one.evidence) text += fmt::format("       {}\n", evidence_line(evidence));
    if (const auto reason = reason_text(one); !reason.empty())
      text += fmt::format("       {}\n", text::printable(reason));
  }
  return text + fmt::format("\n{}\n", summary_text(judged));
}

std::string markdown(const std::vector<Judged>& judged, const Results& results) {
  std::string text = fmt::format("## Claims\n\n{}.\n", summary_text(judged));
  for (const Source& source : results.sources)
    text += fmt::format("\n{} · {} processors · commit {}\n", in_table(source["cpu_model"]),
                        in_table(source["usable_cpus"]), in_table(source["commit"]));
  char letter = 0;
  for (const Judged& one : judged) {
    const Group& group = group_of(*one.claim);
    if (group.letter != letter)
      text += fmt::format("\n### {}: {}\n\n| | claim | verdict | evidence |\n| --- | --- | --- | --- |\n",
                          group.letter, group.title);
    letter = group.letter;
    std::string evidence;
    for (const Evidence& piece : one.evidence)
      evidence += (evidence.empty() ? "" : "<br>") + in_table(evidence_line(piece));
    if (const auto reason = reason_text(one); !reason.empty())
      evidence += (evidence.empty() ? "" : "<br>") + in_table(reason);
    text += fmt::format("| {} | {} ({}) | **{}** | {} |\n", one.claim->id, in_table(quote_text(*one.claim)),
                        in_table(one.claim->source), verdict_sentence(one), evidence);
  }
  return text;
}

std::string listing(const std::vector<const Claim*>& claims) {
  std::string text;
  for (const Claim* claim : claims) {
    text += fmt::format("{}  {}\n    source  {}\n    rule    {}\n", claim->id, quote_text(*claim),
                        claim->source, claim->rule);
    if (!claim->untestable.empty()) text += fmt::format("    not testable here: {}\n", claim->untestable);
    for (const auto& cell : cells_of(*claim)) text += fmt::format("    cell    {}\n", cell);
  }
  return text;
}

}  // namespace parallax::reports::claims
