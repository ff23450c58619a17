// SPDX-License-Identifier: MIT
#include "reports/answer_wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/estimate_text.hpp"
#include "reports/statistics/repetitions.hpp"
#include "reports/sweep_wording.hpp"
#include "reports/wording.hpp"
#include "support/units.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t most_named = 4;

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

}  // namespace

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

}  // namespace parallax::reports
