// SPDX-License-Identifier: MIT
#include "reports/gate/comparison_junit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/gate/comparison_wording.hpp"
#include "reports/text/plain.hpp"

namespace parallax::reports::gate {
namespace {

enum class Outcome { passed, failure, error, skipped };

Outcome outcome_of(const CellOutcome& cell, const Comparison& comparison) {
  switch (cell.verdict) {
    case Verdict::regression:
      return Outcome::failure;
    case Verdict::error:
    case Verdict::invalid:
      return Outcome::error;
    case Verdict::removed:
      return comparison.allow_removed ? Outcome::skipped : Outcome::failure;
    case Verdict::inconclusive:
    case Verdict::left_out:
      return comparison.strict ? Outcome::failure : Outcome::skipped;
    case Verdict::observed:
    case Verdict::fails_alike:
      return Outcome::skipped;
    default:
      return Outcome::passed;
  }
}

// For element text and quoted attributes. What printable() lets through and XML does not are two characters.
std::string escaped(std::string_view raw) {
  auto safe = text::printable(raw);
  for (const auto* forbidden : {"\ufffe", "\uffff"})
    for (auto at = safe.find(forbidden); at != std::string::npos; at = safe.find(forbidden))
      safe.replace(at, 3, "\ufffd");
  std::string xml;
  for (const char c : safe) {
    const std::string_view one = c == '&'    ? "&amp;"
                                 : c == '<'  ? "&lt;"
                                 : c == '>'  ? "&gt;"
                                 : c == '"'  ? "&quot;"
                                 : c == '\'' ? "&apos;"
                                             : std::string_view(&c, 1);
    xml += one;
  }
  return xml;
}

// Seconds that the iterations of a cell took, both arms together.
std::vector<double> measured_seconds(const Comparison& comparison) {
  std::vector<double> seconds(comparison.cells.size());
  for (const auto& visit : comparison.visits) {
    const auto iterations =
        static_cast<double>(std::max<std::int64_t>(1, comparison.cells[visit.cell].iterations));
    for (const auto repetition : visit.wall)
      if (std::isfinite(repetition)) seconds[visit.cell] += repetition * iterations;
  }
  return seconds;
}

std::string details(const CellOutcome& cell) {
  std::string lines;
  for (const auto& outcome : cell.metrics) lines += escaped(outcome_sentence(outcome)) + '\n';
  for (const auto& warning : cell.warnings) lines += "warning: " + escaped(warning) + '\n';
  return lines;
}

std::string testcase(const CellOutcome& cell, Outcome outcome, double seconds) {
  auto xml = fmt::format(R"(  <testcase classname="{}" name="{}" time="{:.6f}">)",
                         escaped(kernel_of(cell.name)), escaped(cell.name), seconds);
  std::string message(verdict_name(cell.verdict));
  if (const auto* wall = wall_of(cell); wall && outcome != Outcome::error)
    message += fmt::format(": {} ({}), threshold {}", change_text(wall->ratio.value),
                           interval_phrase(wall->ratio), threshold_text(*wall));
  if (!cell.reason.empty()) message += ": " + cell.reason;
  if (outcome == Outcome::failure)
    xml += fmt::format("\n    <failure type=\"{}\" message=\"{}\">{}</failure>", verdict_key(cell.verdict),
                       escaped(message), details(cell));
  else if (outcome == Outcome::error)
    xml += fmt::format("\n    <error type=\"{}\" message=\"{}\">{}</error>", verdict_key(cell.verdict),
                       escaped(message), details(cell));
  else if (outcome == Outcome::skipped)
    xml += fmt::format("\n    <skipped message=\"{}\"/>", escaped(message));
  if (outcome == Outcome::passed || outcome == Outcome::skipped)
    xml += fmt::format("\n    <system-out>{}\n{}</system-out>", escaped(verdict_name(cell.verdict)),
                       details(cell));
  return xml + "\n  </testcase>\n";
}

}  // namespace

std::string to_junit(const Comparison& comparison) {
  const auto seconds = measured_seconds(comparison);
  std::string cases;
  std::size_t failures = 0, errors = 0, skipped = 0;
  for (std::size_t i = 0; i < comparison.cells.size(); ++i) {
    const auto outcome = outcome_of(comparison.cells[i], comparison);
    failures += outcome == Outcome::failure;
    errors += outcome == Outcome::error;
    skipped += outcome == Outcome::skipped;
    cases += testcase(comparison.cells[i], outcome, seconds[i]);
  }
  std::size_t others = 0;
  const auto add_error = [&](const char* name, const char* type, const std::string& message) {
    ++errors, ++others;
    cases += fmt::format(
        "  <testcase classname=\"gate\" name=\"{}\" time=\"0\">\n"
        "    <error type=\"{}\" message=\"{}\"/>\n  </testcase>\n",
        name, type, escaped(message));
  };
  if (!comparison.incomplete.empty())
    add_error("the run is complete", "incomplete", comparison.incomplete);
  else if (compared(comparison) == 0 && exit_of(comparison) == not_judged)
    add_error("something was compared", "nothing_compared", headline(comparison));
  const auto counts =
      fmt::format(R"(tests="{}" failures="{}" errors="{}" skipped="{}" time="{:.3f}")",
                  comparison.cells.size() + others, failures, errors, skipped, comparison.seconds);
  std::string properties;
  const auto property = [&](std::string_view name, std::string_view value) {
    properties += fmt::format("    <property name=\"{}\" value=\"{}\"/>\n", escaped(name), escaped(value));
  };
  property("headline", headline(comparison));
  property("command", comparison.command);
  property("base", program_sentence(comparison.base));
  property("head", program_sentence(comparison.head));
  for (const auto& [name, value] : comparison.machine) property(name, value);
  // A time zone is no part of a timestamp there.
  auto date = comparison.date;
  if (!date.empty() && date.back() == 'Z') date.pop_back();
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"parallax gate\" {0}>\n"
      "<testsuite name=\"parallax gate\" timestamp=\"{1}\" {0}>\n  <properties>\n{2}  </properties>\n{3}"
      "</testsuite>\n</testsuites>\n",
      counts, escaped(date), properties, cases);
}

}  // namespace parallax::reports::gate
