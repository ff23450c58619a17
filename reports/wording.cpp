// SPDX-License-Identifier: MIT
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <map>
#include <set>

#include "reports/estimate_text.hpp"
#include "reports/statistics/repetitions.hpp"
#include "support/units.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t most_named = 4;
constexpr const char* also_smaller = " and for some smaller";

std::vector<std::string> not_resolved(const Answer& answer) {
  std::vector<std::string> names;
  for (const auto& one : answer.ranking)
    if (one.place.takes_part && !one.place.is_best && !one.place.resolved) names.push_back(one.runtime);
  return names;
}

// How the best stands to serial.
std::string gain_text(const Answer& answer) {
  if (!answer.gain) return "there is no serial to compare with";
  const auto& gain = *answer.gain;
  auto text = fmt::format("{} as fast as serial ({})", ratio_text(gain.point()), ratio_interval_text(gain));
  if (answer.gain_works < answer.works.size())
    text += fmt::format(", on the {} work{} that serial did", answer.gain_works,
                        answer.gain_works == 1 ? "" : "s");
  return text;
}

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

std::string answer_sentence(const Answer& answer) {
  if (!answer.best())
    return "No runtime has a value for all of these works, so none can be called the fastest.";
  const auto& best = answer.best()->runtime;
  if (answer.fewest_repetitions < fewest_for_interval)
    return fmt::format("Too few repetitions to be sure: {} took the least time{}.", best,
                       best == "serial" ? "" : ", " + gain_text(answer));
  auto equals = not_resolved(answer);
  if (equals.empty())
    return best == "serial" ? "Nothing beats serial."
                            : fmt::format("{} is fastest: {}.", best, gain_text(answer));
  equals.insert(equals.begin(), best);
  if (equals.size() > most_named) {  // the ranking has all of them
    const auto others = equals.size() - (most_named - 1);
    equals.resize(most_named - 1);
    equals.push_back(fmt::format("{} others", others));
  }
  const bool names_serial = std::find(equals.begin(), equals.end(), "serial") != equals.end();
  auto text = fmt::format("No clear winner: {} cannot be told apart.", listed(equals));
  if (best == "serial") return text;
  return text + fmt::format(" {} took the least time: {}{}.", best, gain_text(answer),
                            answer.gain && !answer.gain_is_sure && !names_serial
                                ? ", which is not surely faster"
                                : "");
}

std::string size_sentence(const Answer& answer, const Views& views) {
  const auto* best = answer.best();
  if (!best || best->runtime == "serial") return {};
  std::vector<std::string> counts;
  for (const auto count : best->workers) counts.push_back(count_text(count));
  if (!computes(answer.kind))
    return fmt::format("{} took the least time with {} worker{}.", best->runtime, listed(counts),
                       best->workers.size() == 1 && best->workers.front() == 1 ? "" : "s");
  std::string text;
  for (const auto& kernel : answer.kernels) {
    // How short a task may be is a question of short tasks, how short a job may be one of the others.
    if (answer.kind == WorkKind::tiny) {
      const auto found = metg_of(best->runtime, kernel, views);
      if (found && found->metg->crossing == Crossing::found)
        text += fmt::format("{}Tasks of {} should take {} or more to be {:.0f} % efficient ({} workers).",
                            text.empty() ? "" : " ", kernel, metg_text(*found->metg),
                            100 * found->metg->threshold, count_text(found->sweep->workers));
      continue;
    }
    const auto found = break_even_of(best->runtime, kernel, views);
    if (!found) continue;
    const auto& size = *found->size;
    const auto jobs = size.outcome == BreakEven::from_size
                          ? "for jobs longer than " + seconds_with_interval(*size.size)
                      : size.outcome == BreakEven::at_the_latest
                          ? "for jobs of " + seconds_text(size.latest) + " or more, perhaps for shorter ones"
                      : size.outcome == BreakEven::always ? std::string("at every size measured")
                                                          : std::string();
    if (!jobs.empty())
      text += fmt::format("{}{} is worthwhile for {} {}{} ({} workers).", text.empty() ? "" : " ",
                          best->runtime, kernel, jobs, size.changes_sides ? also_smaller : "",
                          count_text(found->sweep->workers));
  }
  return text;
}

std::string sureness_sentence(const Answer& answer, const Views& views) {
  std::set<std::int64_t> grains;
  for (const auto work : answer.works)
    if (views.works[work].grain) grains.insert(*views.works[work].grain);
  const auto fewest = answer.fewest_repetitions;
  auto works = fmt::format("{} work{} with at least {} repetition{}", answer.works.size(),
                           answer.works.size() == 1 ? "" : "s", fewest, fewest == 1 ? "" : "s");
  if (!grains.empty())
    works += grains.size() == 1 ? fmt::format(", grain {}", count_text(*grains.begin()))
                                : fmt::format(", grains {} to {}", count_text(*grains.begin()),
                                              count_text(*grains.rbegin()));
  if (!answer.best() || !answer.best()->place.chance_of_best) return "From " + works + ".";
  return fmt::format("{} is best in {:.0f} % of resamples, over {}.", answer.best()->runtime,
                     100 * *answer.best()->place.chance_of_best, works);
}

namespace {

// What is lost where a part of the efficiency is small.
std::string_view loss_name(Part part) {
  constexpr std::array<std::string_view, 4> names{"imbalance", "getting work", "want of processors",
                                                  "slower items"};
  return names[static_cast<std::size_t>(part)];
}

constexpr double most_cost = 0.1;
constexpr std::size_t most_losses = 2;

std::string loss_text(const EfficiencySplit& split, Part cause) {
  return fmt::format("loses {:.0f} % to {}", 100 * (1 - split.part(cause).point()), loss_name(cause));
}

}  // namespace

std::string split_reading(const EfficiencySplit& split) {
  if (split.is_crowded) return "more workers than processors";
  if (std::abs(split.cost) > most_cost && !split.is_explained())
    return fmt::format("not known: keeping accounts took {:.0f} % {} time", 100 * std::abs(split.cost),
                       split.cost > 0 ? "more" : "less");
  if (!split.is_explained()) return fmt::format("{:+.0f} % unexplained", 100 * split.unexplained());
  const auto cause = split.cause();
  return cause ? loss_text(split, *cause) : "loses nothing that is surely of one cause";
}

std::string loss_sentence(const Answer& answer, const Views& views) {
  std::map<std::string, std::pair<double, std::string>> worst;  // of each runtime
  for (const auto& split : views.splits) {
    const auto& row = views.rows[split.row];
    const bool is_ours = std::find(answer.works.begin(), answer.works.end(), *row.work) != answer.works.end();
    const auto cause = split.cause();
    if (!is_ours || !cause || !computes(answer.kind)) continue;
    const auto lost = 1 - split.part(*cause).point();
    auto& known = worst[row.id.runtime];
    if (lost > known.first)
      known = {lost, fmt::format("{} {} on {} ({} workers)", row.id.runtime, loss_text(split, *cause),
                                 row.id.kernel, *row.id.workers)};
  }
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [runtime, loss] : worst) order.push_back(loss);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (std::size_t i = 0; i < std::min(order.size(), most_losses); ++i)
    text += (i == 0 ? "" : "; ") + order[i].second;
  return text.empty() ? text : text + '.';
}

std::string resolving_text(std::optional<std::size_t> repetitions) {
  if (!repetitions) return {};
  if (*repetitions > most_repetitions_told)
    return fmt::format("; more than {} repetitions would be needed to tell", most_repetitions_told);
  return fmt::format("; about {} repetitions would tell", *repetitions);
}

std::string resolving_sentence(const Answer& answer) {
  std::size_t contenders = 0;
  for (const auto& one : answer.ranking) contenders += one.place.takes_part ? 1 : 0;
  std::map<std::size_t, std::string> needed;  // and by whom
  std::size_t open = 0, known = 0;
  for (const auto& one : answer.ranking) {
    if (!one.place.takes_part || one.place.is_best || one.place.resolved) continue;
    ++open;
    const auto count = repetitions_to_resolve(one.place.slowdown, answer.fewest_repetitions, contenders);
    if (!count) continue;
    ++known;
    needed.emplace(*count, one.runtime);
  }
  if (needed.empty() || needed.begin()->first > most_repetitions_told) return {};
  const auto& [fewest, whom] = *needed.begin();
  const auto text =
      fmt::format("About {} repetitions would tell {} from {}", fewest, whom, answer.best()->runtime);
  if (open == 1 || known < open) return text + '.';
  const auto most = needed.rbegin()->first;
  return text + (most > most_repetitions_told
                     ? fmt::format(", more than {} all that ≈ marks.", most_repetitions_told)
                     : fmt::format(", about {} all that ≈ marks.", most));
}

std::string crossing_text(Crossing crossing) {
  switch (crossing) {
    case Crossing::found:
      return "found";
    case Crossing::never_reached:
      return "never reached";
    case Crossing::below_sweep:
      return "below the sweep";
    case Crossing::unstable:
      return "unstable";
  }
  return {};
}

std::string floor_text(const GrainLine& line) { return line.floor ? seconds_text(*line.floor) : ""; }

std::string against_trivial_text(const GrainLine& line) {
  if (!line.against_trivial) return "";
  const auto& ratio = *line.against_trivial;
  const auto interval =
      ratio.interval() ? fmt::format(" ({:.2f}–{:.2f}×)", ratio.interval()->low, ratio.interval()->high) : "";
  return fmt::format("{:.2f}×{}", ratio.point(), interval);
}

std::string metg_text(const Metg& metg) {
  if (metg.crossing == Crossing::found) return seconds_with_interval(*metg.granularity);
  if (metg.crossing == Crossing::below_sweep) return "≤ " + seconds_text(metg.at_most);
  return crossing_text(metg.crossing);
}

std::string break_even_text(const BreakEvenSize& size) {
  switch (size.outcome) {
    case BreakEven::from_size:
      return "from " + seconds_with_interval(*size.size) + (size.changes_sides ? also_smaller : "");
    case BreakEven::at_the_latest:
      return "from " + seconds_text(size.latest) + " at the latest" +
             (size.changes_sides ? also_smaller : "");
    case BreakEven::always:
      return "always";
    case BreakEven::never:
      return "never";
    case BreakEven::not_resolved:
      return "not resolved";
  }
  return {};
}

}  // namespace parallax::reports
