// SPDX-License-Identifier: MIT
// The headline of a comparison. It speaks of what was compared, never of cells that were not.
#include <fmt/format.h>

#include <string>

#include "reports/gate/comparison.hpp"

namespace parallax::reports::gate {
namespace {

std::string counted(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// ", 3 improvements, 1 slower" of those verdicts that occur.
std::string verdicts_text(const Comparison& comparison) {
  const auto of = [&](Verdict verdict) { return count_of(comparison, verdict); };
  std::string text;
  if (of(Verdict::slower) > 0)
    text += fmt::format(", {} slower by less than the threshold", of(Verdict::slower));
  if (of(Verdict::improvement) > 0)
    text += fmt::format(", {}", counted(of(Verdict::improvement), "improvement", "improvements"));
  if (of(Verdict::inconclusive) > 0) text += fmt::format(", {} inconclusive", of(Verdict::inconclusive));
  return text;
}

// "2 new, 1 left out": why cells were not compared.
std::string reasons_text(const Comparison& comparison) {
  std::string text;
  for (const auto verdict : {Verdict::invalid, Verdict::left_out, Verdict::fails_alike, Verdict::observed,
                             Verdict::added, Verdict::removed, Verdict::identical})
    if (const auto count = count_of(comparison, verdict); count > 0)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, verdict_name(verdict));
  return text;
}

// What is known of the cells that were compared.
std::string compared_text(const Comparison& comparison) {
  const auto count = compared(comparison), all = comparison.cells.size();
  if (count == 0) {
    const auto reasons = reasons_text(comparison);
    return "Nothing could be compared: " + (reasons.empty() ? "there are no cells" : reasons);
  }
  const auto of = count == all ? counted(all, "cell", "cells") : fmt::format("{} of {} cells", count, all);
  const bool is_unknown = count_of(comparison, Verdict::inconclusive) == count;
  auto text = is_unknown ? fmt::format("A regression was neither found nor ruled out in {}: {} inconclusive",
                                       of, count == 1 ? "it is" : "all are")
                         : fmt::format("No regression in {}{}", of, verdicts_text(comparison));
  if (count < all) text += fmt::format("; not compared: {}", reasons_text(comparison));
  return text;
}

std::string not_judged_text(const Comparison& comparison) {
  const auto of = [&](Verdict verdict) { return count_of(comparison, verdict); };
  const auto cells = counted(comparison.cells.size(), "cell", "cells");
  if (of(Verdict::removed) > 0 && !comparison.allow_removed)
    return fmt::format("{} missing from the head, of {}",
                       counted(of(Verdict::removed), "benchmark is", "benchmarks are"), cells);
  if (of(Verdict::invalid) > 0) return fmt::format("{} of {} cannot be judged", of(Verdict::invalid), cells);
  if (!comparison.incomplete.empty()) {
    const bool any = compared(comparison) > 0;
    return comparison.incomplete + (any ? ". " + compared_text(comparison) : "; nothing could be compared");
  }
  if (compared(comparison) == 0) return compared_text(comparison);
  return fmt::format("{} of {} not settled, and --strict asks for that",
                     of(Verdict::inconclusive) + of(Verdict::left_out), cells);
}

}  // namespace

std::string headline(const Comparison& comparison) {
  const auto cells = counted(comparison.cells.size(), "cell", "cells");
  const std::string prefix = comparison.incomplete.empty() ? "" : "Incomplete: ";
  switch (exit_of(comparison)) {
    case failed:
      return fmt::format("{}{} in {}; times of such cells are not compared", prefix,
                         counted(count_of(comparison, Verdict::error), "error", "errors"), cells);
    case regressed:
      return fmt::format("{}{} in {}", prefix,
                         counted(count_of(comparison, Verdict::regression), "regression", "regressions"),
                         cells);
    case not_judged:
      return prefix + not_judged_text(comparison);
    default:
      return is_identical(comparison) ? fmt::format("The programs are identical: {} not measured", cells)
                                      : compared_text(comparison);
  }
}

std::string untold_incompleteness(const Comparison& comparison) {
  const bool is_told = headline(comparison).find(comparison.incomplete) != std::string::npos;
  return is_told ? "" : comparison.incomplete;
}

}  // namespace parallax::reports::gate
