// SPDX-License-Identifier: MIT
#include "reports/gate/comparison_markdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "reports/gate/comparison_wording.hpp"
#include "reports/text/markdown.hpp"
#include "reports/text/plain.hpp"

namespace parallax::reports::gate {
namespace {

using text::code_span;

// Characters of a name or a sentence; a name of a megabyte is possible.
constexpr std::size_t most_text = 300;
constexpr std::size_t loud_room = 30'000, details_room = 8'000, warnings_room = 4'000;

std::string cut(std::string_view raw) {
  const auto safe = text::printable(raw);
  return text::left(safe, std::min(text::width(safe), most_text));
}

std::string span(std::string_view raw) { return code_span(cut(raw)); }

// A sentence as it is if it has none of the characters that mean something, and as a code span otherwise.
std::string prose(std::string_view raw) {
  const auto safe = cut(raw);
  const auto is_plain = [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) ||
           std::string_view(" ,.;:()%+-'?/=").find(c) != std::string_view::npos;
  };
  const bool plain = std::all_of(safe.begin(), safe.end(), is_plain) &&
                     safe.find("://") == std::string::npos && safe.find("www.") == std::string::npos &&
                     safe.find_first_of("+-=") != 0;
  return plain ? safe : code_span(safe);
}

const char* sign_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::error:
      return "💥";
    case Verdict::regression:
      return "🔴";
    case Verdict::improvement:
      return "🟢";
    case Verdict::slower:
      return "🟠";
    case Verdict::invalid:
    case Verdict::inconclusive:
      return "🟡";
    default:
      return "⚪";
  }
}

constexpr const char* table_head =
    "| | cell | head / base | interval | sure | threshold | detects | pairs | p |\n"
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";

std::string row(const CellOutcome& cell) {
  auto text =
      fmt::format("| {}\u00a0{} | {} |", sign_of(cell.verdict), verdict_name(cell.verdict), span(cell.name));
  if (const auto* wall = wall_of(cell))
    return text + fmt::format(" {}{}{} | {} | {} | {} | {} | {} | {} |\n", is_quiet(cell.verdict) ? "" : "**",
                              change_text(wall->ratio.point()), is_quiet(cell.verdict) ? "" : "**",
                              interval_text(wall->ratio), confidence_text(wall->ratio), threshold_text(*wall),
                              detectable_text(wall->detectable80), wall->pairs, p_text(wall->p));
  return text + " – | – | – | – | – | – | – |\n";
}

// A list that says how many of its parts did not fit.
class Fitting {
 public:
  explicit Fitting(std::size_t room) : room_(room) {}

  void add(const std::string& part) {
    ++count_;
    if (left_out_ > 0 || text_.size() + part.size() > room_)
      ++left_out_;
    else
      text_ += part;
  }
  std::size_t count() const { return count_; }
  std::string text(const char* of_what) const {
    return left_out_ == 0 ? text_ : text_ + fmt::format("\n… and {} more {}\n", left_out_, of_what);
  }

 private:
  std::size_t room_, count_ = 0, left_out_ = 0;
  std::string text_;
};

std::string folded(const std::string& title, const std::string& body) {
  return fmt::format("\n<details><summary>{}</summary>\n\n{}\n</details>\n", title, body);
}

// Sentences and further metrics of the cells that matter.
std::string details(const Comparison& comparison, const std::vector<std::size_t>& order) {
  Fitting parts(details_room);
  for (const auto index : order) {
    const auto& cell = comparison.cells[index];
    if (is_quiet(cell.verdict)) continue;
    std::string part;
    if (!cell.reason.empty()) part += fmt::format("  - {}\n", prose(cell.reason));
    for (const auto& outcome : cell.metrics)
      if (outcome.metric != Metric::wall || cell.metrics.size() > 1)
        part += fmt::format("  - {}\n", outcome_sentence(outcome));
    if (!part.empty()) parts.add(fmt::format("- {}\n{}", span(cell.name), part));
  }
  return parts.count() == 0 ? "" : folded("Reasons, CPU time and memory", parts.text("cells"));
}

std::string notes(const Comparison& comparison) {
  Fitting parts(warnings_room);
  for (const auto& note : comparison.notes) parts.add(fmt::format("- {}\n", prose(note)));
  for (const auto& cell : comparison.cells)
    for (const auto& warning : cell.warnings)
      parts.add(fmt::format("- {}: {}\n", span(cell.name), prose(warning)));
  return parts.count() == 0
             ? ""
             : folded(fmt::format("Notes and warnings ({})", parts.count()), parts.text("of them"));
}

std::string provenance(const Comparison& comparison) {
  std::string body;
  for (const auto& [arm, program] :
       {std::pair("base", &comparison.base), std::pair("head", &comparison.head)})
    body += fmt::format("- {}: {}\n", arm, span(program_sentence(*program)));
  body +=
      fmt::format("- {}, {:.0f} s, seed {}\n", span(comparison.date), comparison.seconds, comparison.seed);
  Fitting facts(warnings_room);
  for (const auto& [name, value] : comparison.machine)
    facts.add(fmt::format("- {}: {}\n", span(name), value.empty() ? "–" : span(value)));
  body += facts.text("facts");
  const auto safe = text::printable(comparison.command);
  // A command that is cut off would be worse than none.
  if (!safe.empty() && safe.size() <= warnings_room) {
    std::string fence = "```";
    while (safe.find(fence) != std::string::npos) fence += '`';
    body += fmt::format("\n{0}sh\n{1}\n{0}\n", fence, safe);
  }
  return folded("How to measure this again, and where it was measured", body);
}

}  // namespace

std::string markdown(const Comparison& comparison) {
  const auto order = by_gravity(comparison);
  Fitting loud(loud_room);
  for (const auto index : order)
    if (!is_quiet(comparison.cells[index].verdict)) loud.add(row(comparison.cells[index]));

  auto front =
      fmt::format("{}\n## {}\n\n{}\n", comment_marker, prose(headline(comparison)), counts_text(comparison));
  if (const auto why = untold_incompleteness(comparison); !why.empty())
    front += fmt::format("\n**Incomplete:** {}\n", prose(why));
  if (loud.count() > 0) front += fmt::format("\n{}{}", table_head, loud.text("cells"));
  front += details(comparison, order);
  const auto back = notes(comparison) + provenance(comparison) +
                    fmt::format("\n<sub>exit {} · {} {}</sub>\n", exit_sentence(comparison), columns_note,
                                error_sentence(comparison));

  // Of the table of cells without a change, and of what says how many lack.
  constexpr std::size_t frame = 500;
  const auto used = front.size() + back.size() + frame;
  Fitting quiet(text::most_markdown > used ? text::most_markdown - used : 0);
  for (const auto index : order)
    if (comparison.cells[index].verdict == Verdict::no_change) quiet.add(row(comparison.cells[index]));
  if (quiet.count() > 0)
    front += folded(fmt::format("No change ({})", quiet.count()), table_head + quiet.text("cells"));
  return front + back;
}

}  // namespace parallax::reports::gate
