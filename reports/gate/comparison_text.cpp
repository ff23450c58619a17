// SPDX-License-Identifier: MIT
// From top to bottom: the answer, what was compared, the cells that matter, the others, notes and warnings.
#include "reports/gate/comparison_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/gate/comparison_wording.hpp"
#include "reports/text/plain.hpp"

namespace parallax::reports::gate {
namespace {

using text::left;
using text::printable;
using text::right;
using text::width;
using text::wrapped;

constexpr std::size_t most_warnings = 20;
// Blanks in front included: texts that are too long are cut, and never touch.
constexpr std::array<std::size_t, 7> number_widths{8, 16, 5, 7, 8, 6, 8};
constexpr std::size_t numbers_columns = 58;  // their sum

const char* colour_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::error:
    case Verdict::regression:
      return "31";
    case Verdict::invalid:
    case Verdict::removed:
    case Verdict::slower:
    case Verdict::inconclusive:
      return "33";
    case Verdict::improvement:
      return "32";
    default:
      return "2";
  }
}

std::string numbers(const std::array<std::string, number_widths.size()>& texts) {
  std::string line;
  for (std::size_t i = 0; i < number_widths.size(); ++i) line += ' ' + right(texts[i], number_widths[i] - 1);
  return line;
}

std::string numbers(const MetricOutcome& it) {
  return numbers({change_text(it.ratio.value), interval_text(it.ratio), confidence_text(it.ratio),
                  threshold_text(it), detectable_text(it.detectable80), std::to_string(it.pairs),
                  p_text(it.p)});
}

class Terminal {
 public:
  Terminal(const Comparison& comparison, const text::TerminalStyle& style)
      : it_(comparison), style_(style), columns_(std::max<std::size_t>(60, style.columns)) {
    std::size_t longest = 15;  // so that a heading is never cut
    for (const auto& cell : it_.cells) longest = std::max(longest, width(printable(cell.name)));
    one_line_ = 4 + longest + numbers_columns <= columns_;
    name_columns_ = one_line_ ? longest : columns_ - 4;
  }

  std::string text() {
    heading();
    const auto order = by_gravity(it_);
    loud(order);
    quiet(order);
    legend();
    list("Notes", it_.notes);
    warnings();
    text_ += '\n' + wrapped(counts_text(it_), columns_) + wrapped("exit " + exit_sentence(it_), columns_);
    return std::move(text_);
  }

 private:
  // Lines that all begin with so many blanks.
  std::string indented(const std::string& what, std::size_t blanks) const {
    std::string lines;
    auto rest = std::string_view();
    const auto whole = wrapped(what, columns_ - blanks);
    for (rest = whole; !rest.empty();) {
      const auto end = rest.find('\n') + 1;
      lines.append(blanks, ' ').append(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    return lines;
  }

  void heading() {
    const auto code = exit_of(it_);
    text_ += style_.coloured(code == passed       ? "1;32"
                             : code == not_judged ? "1;33"
                                                  : "1;31",
                             wrapped(printable(headline(it_)), columns_));
    for (const auto& [arm, program] : {std::pair("base", &it_.base), std::pair("head", &it_.head)})
      text_ +=
          style_.dim(wrapped(fmt::format("{}: {}", arm, printable(program_sentence(*program))), columns_));
    text_ +=
        style_.dim(wrapped(fmt::format("{:.0f} s of measuring, seed {}", it_.seconds, it_.seed), columns_));
    if (const auto error = error_sentence(it_); !error.empty()) text_ += style_.dim(wrapped(error, columns_));
    if (const auto why = untold_incompleteness(it_); !why.empty())
      text_ += style_.coloured("33", wrapped("Incomplete: " + printable(why), columns_));
  }

  // Over the numbers of the cells below it.
  void table_head(const std::string& title) {
    const auto names = numbers({"change", "interval", "sure", "limit", "detects", "pairs", "p"});
    text_ += '\n';
    if (one_line_)
      text_ += style_.bold("  " + left(title, name_columns_ + 2)) + style_.dim(names) + '\n';
    else
      text_ +=
          style_.bold(left(title, std::min(columns_, width(title)))) + '\n' + style_.dim("  " + names) + '\n';
  }

  void row(const CellOutcome& cell) {
    const auto* wall = wall_of(cell);
    const auto name =
        left(printable(cell.name),
             wall && one_line_ ? name_columns_ : std::min(name_columns_, width(printable(cell.name))));
    text_ += "    " + name;
    if (wall) text_ += (one_line_ ? "" : "\n  ") + numbers(*wall);
    text_ += '\n';
  }

  void loud(const std::vector<std::size_t>& order) {
    if (std::all_of(order.begin(), order.end(), [&](auto i) { return is_quiet(it_.cells[i].verdict); }))
      return;
    table_head("What needs a look");
    std::optional<Verdict> above;
    for (const auto index : order) {
      const auto& cell = it_.cells[index];
      if (is_quiet(cell.verdict)) break;
      if (above != cell.verdict)
        text_ +=
            "  " + style_.coloured(colour_of(cell.verdict), std::string(verdict_name(cell.verdict))) + '\n';
      above = cell.verdict;
      row(cell);
      for (const auto& outcome : cell.metrics)
        if (outcome.metric != Metric::wall) text_ += indented(outcome_sentence(outcome), 6);
      if (!cell.reason.empty()) text_ += style_.dim(indented(printable(cell.reason), 6));
    }
  }

  void quiet(const std::vector<std::size_t>& order) {
    std::vector<std::size_t> steady;
    for (const auto index : order)
      if (it_.cells[index].verdict == Verdict::no_change) steady.push_back(index);
    if (steady.empty()) return;
    table_head("No change");
    for (std::size_t i = 0; i < std::min(steady.size(), most_quiet); ++i) row(it_.cells[steady[i]]);
    if (steady.size() > most_quiet)
      text_ += wrapped(fmt::format("    … and {} more without a change; --json=FILE writes all of them",
                                   steady.size() - most_quiet),
                       columns_);
  }

  void legend() {
    if (std::any_of(it_.cells.begin(), it_.cells.end(), [](const auto& cell) { return wall_of(cell); }))
      text_ += style_.dim(indented(columns_note, 4));
  }

  void list(const char* title, const std::vector<std::string>& all) {
    if (all.empty()) return;
    text_ += '\n' + style_.bold(title) + '\n';
    for (const auto& one : all) text_ += indented(printable(one), 2);
  }

  void warnings() {
    std::vector<std::string> all;
    for (const auto& cell : it_.cells)
      for (const auto& warning : cell.warnings) all.push_back(cell.name + ": " + warning);
    const auto count = all.size();
    if (count > most_warnings) {
      all.resize(most_warnings);
      all.push_back(fmt::format("… and {} more", count - most_warnings));
    }
    list("Warnings", all);
  }

  const Comparison& it_;
  const text::TerminalStyle& style_;
  const std::size_t columns_;
  std::size_t name_columns_ = 0;
  bool one_line_ = false;  // name and numbers; otherwise the numbers stand below the name
  std::string text_;
};

}  // namespace

std::string terminal(const Comparison& comparison, const text::TerminalStyle& style) {
  return Terminal(comparison, style).text();
}

}  // namespace parallax::reports::gate
