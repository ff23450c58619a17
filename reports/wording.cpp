// SPDX-License-Identifier: MIT
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "reports/estimate_text.hpp"
#include "support/units.hpp"

namespace parallax::reports {
namespace {

// Of what others did.
std::string foreign_sentence(const Views& views) {
  const auto& found = views.disturbance;
  if (found.rows.empty()) return {};
  const auto how_much = fmt::format(
      "while {} of {} cell{} {} measured, others used more than {:.3g} % of the processors, {:.3g} % "
      "typically. Others are programs, or other guests of a virtual machine's host.",
      found.rows.size(), found.known, found.known == 1 ? "" : "s", found.rows.size() == 1 ? "was" : "were",
      100 * found.limit, 100 * found.typical);
  if (found.is_high)
    return fmt::format(
        "This run was disturbed, so nothing is ranked: {} Measure again when the machine is quiet.",
        how_much);
  return fmt::format("A part of this run was disturbed: {} Works with such cells are in no ranking.",
                     how_much);
}

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) {
    return name.size() >= end.size() && name.substr(name.size() - end.size()) == end;
  });
}

}  // namespace

std::string counter_text(std::string_view name, double value) {
  if (ends_with_any(name, {"_p50", "_p90", "_p99", "_max", "_mean", "_in", "disturbed", "full_strength",
                           "start", "stop", "cpu_per_gb", "_seconds"}))
    return seconds_text(value);
  if (ends_with_any(name, {"pss", "_page_tables", "_unshared", "bytes", "bytes_moved"}))
    return bytes_text(value);
  if (ends_with_any(name, {"survivors", "foreign_load", "origin_use", "accounts_cost"}) ||
      name.substr(0, 5) == "part_")
    return fmt::format("{:.0f} %", 100 * value);
  if (std::abs(value) < 1e15 && (std::abs(value) >= 100 || value == std::floor(value)))
    return count_text(std::llround(value));
  return fmt::format("{:.3g}", value);
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return text;
}

std::string kind_title(WorkKind kind) {
  switch (kind) {
    case WorkKind::tiny:
      return "Tiny CPU tasks";
    case WorkKind::coarse:
      return "Coarse CPU tasks";
    case WorkKind::recursive:
      return "Recursive CPU tasks";
    case WorkKind::dependent:
      return "Dependent CPU tasks";
    case WorkKind::memory:
      return "Memory-bound work";
    case WorkKind::waiting:
      return "Waiting work";
    case WorkKind::mixed:
      return "Computing and waiting";
    case WorkKind::overhead:
      return "No work at all";
    case WorkKind::unknown:
      return "Of unknown kind";
  }
  return {};
}

std::string kind_meaning(WorkKind kind) {
  switch (kind) {
    case WorkKind::tiny:
      return "a chunk takes one worker less than 10 µs";
    case WorkKind::coarse:
      return "a chunk takes one worker 10 µs or more";
    case WorkKind::recursive:
      return "tasks that make further tasks and wait for them";
    case WorkKind::dependent:
      return "tasks that wait for tasks of earlier steps";
    case WorkKind::memory:
      return "moves bytes rather than computing";
    case WorkKind::waiting:
      return "one worker is busy for less than a fifth of the time";
    case WorkKind::mixed:
      return "one worker is busy for a fifth to four fifths of the time";
    case WorkKind::overhead:
      return "the cost of handing out nothing";
    case WorkKind::unknown:
      return "no runtime was measured on it with one worker";
  }
  return {};
}

std::string disturbance_sentence(const Views& views) {
  auto text = foreign_sentence(views);
  if (const auto count = views.disturbance.throttled.size(); count > 0)
    text += fmt::format(
        "{}A CPU quota held back {} of {} cells (throttled): their times are those of the quota, not of the "
        "runtime. Measure "
        "without one, or with fewer workers.",
        text.empty() ? "" : " ", count, views.rows.size());
  return text;
}

std::string foreign_load_text(const Views& views) {
  if (views.disturbance.known == 0 || !views.disturbance.rows.empty()) return {};
  return fmt::format("others used {:.1f} % of the processors", 100 * views.disturbance.typical);
}

std::string counts_text(const Views& views) {
  const auto counted = [](std::size_t count, const char* what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
  };
  auto text = fmt::format("{}, {}, {}, {} failed, {} not supported", counted(views.rows.size(), "cell"),
                          counted(views.kernels.size(), "kernel"), counted(views.runtimes.size(), "runtime"),
                          views.failures.size(), views.unsupported.size());
  if (views.processors) text += "; " + counted(static_cast<std::size_t>(*views.processors), "processor");
  if (views.noise.cells) text += fmt::format("; noise of the machine {:.1f} %", 100 * views.noise.typical);
  if (const auto load = foreign_load_text(views); !load.empty()) text += "; " + load;
  return text;
}

std::string interval_title(const Views& views, const std::vector<std::size_t>& rows) {
  const bool is_usual = std::all_of(rows.begin(), rows.end(), [&](std::size_t index) {
    const auto& seconds = views.rows[index].seconds;
    return !seconds || !seconds->interval() || seconds->interval()->confidence >= usual_confidence;
  });
  return is_usual ? "95 % interval" : "interval";
}

}  // namespace parallax::reports
