// SPDX-License-Identifier: MIT
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "support/units.hpp"

namespace parallax::reports {
namespace {

std::string seconds_with_range(const Estimate& estimate) {
  auto text = seconds_text(estimate.value);
  if (estimate.interval)
    text += " (" + seconds_range_text(estimate.interval->low, estimate.interval->high) + ")";
  return text;
}

std::string in_brackets(const Estimate& ratio) {
  return ratio.interval ? " (" + ratio_range_text(ratio.interval->low, ratio.interval->high) + ")" : "";
}

std::vector<std::string> not_resolved(const Answer& answer) {
  std::vector<std::string> names;
  for (const auto& one : answer.ranking)
    if (one.place.takes_part && !one.place.is_best && !one.place.resolved) names.push_back(one.runtime);
  return names;
}

std::size_t fewest_repetitions(const Answer& answer, const Views& views) {
  std::size_t fewest = 0;
  for (const auto work : answer.works)
    for (const auto& best : views.works[work].best_rows) {
      const auto repetitions = views.rows[best.row].repetitions;
      fewest = fewest == 0 ? repetitions : std::min(fewest, repetitions);
    }
  return fewest;
}

// How much there is to gain, in words that fit what is known.
std::string gain_text(const Answer& answer) {
  const auto& best = answer.best()->runtime;
  if (best == "serial") return "Nothing beats serial.";
  if (!answer.gain) return fmt::format("{} is fastest; there is no serial to compare with.", best);
  const auto& gain = *answer.gain;
  auto text =
      fmt::format("{} is fastest: {} as fast as serial{}", best, ratio_text(gain.value), in_brackets(gain));
  if (answer.gain_works < answer.works.size())
    text += fmt::format(", on the {} work{} that serial did", answer.gain_works,
                        answer.gain_works == 1 ? "" : "s");
  if (!gain.interval) return text + "; there are too few repetitions to be sure.";
  return text + (gain.interval->low > 1 ? "." : ", but the difference is not significant.");
}

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) {
    return name.size() >= end.size() && name.substr(name.size() - end.size()) == end;
  });
}

}  // namespace

std::string counter_text(std::string_view name, double value) {
  if (ends_with_any(name, {"_p50", "_p90", "_p99", "_max", "_mean", "_in", "disturbed", "full_strength",
                           "start", "stop", "cpu_per_gb", "move_seconds"}))
    return seconds_text(value);
  if (ends_with_any(name, {"pss", "_page_tables", "_unshared", "bytes", "bytes_moved"}))
    return bytes_text(value);
  if (ends_with_any(name, {"survivors"})) return fmt::format("{:.0f} %", 100 * value);
  if (std::abs(value) < 1e15 && (std::abs(value) >= 100 || value == std::floor(value)))
    return count_text(std::llround(value));
  return fmt::format("{:.3g}", value);
}

const BreakEvenSize* break_even_of(const std::string& runtime, const Views& views) {
  if (views.size_sweeps.empty()) return nullptr;
  for (const auto& line : views.size_sweeps.front().lines)
    if (line.runtime == runtime) return &line.against_serial;
  return nullptr;
}

const Metg* metg_of(const std::string& runtime, const Views& views) {
  constexpr double threshold = 0.75;
  if (views.grain_sweeps.empty()) return nullptr;
  for (const auto& line : views.grain_sweeps.front().lines)
    if (line.runtime == runtime)
      for (const auto& metg : line.curve.metg)
        if (std::abs(metg.threshold - threshold) < 1e-9) return &metg;
  return nullptr;
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

std::string answer_sentence(const Answer& answer, const Views&) {
  if (!answer.best())
    return "No runtime has a value for all of these works, so none can be called the fastest.";
  auto text = gain_text(answer);
  if (const auto others = not_resolved(answer); !others.empty())
    text += fmt::format(" Not distinguishable from it: {}.", listed(others));
  return text;
}

std::string size_sentence(const Answer& answer, const Views& views) {
  const auto* best = answer.best();
  if (!best || best->runtime == "serial") return {};
  if (!computes(answer.kind)) {
    std::vector<std::string> counts;
    for (const auto count : best->workers) counts.push_back(count_text(count));
    return "Fastest with " + listed(counts) + " workers.";
  }
  std::string text;
  if (const auto* size = break_even_of(best->runtime, views))
    text = size->outcome == BreakEven::from_size
               ? "Worthwhile for jobs longer than " + seconds_with_range(size->size) + "."
           : size->outcome == BreakEven::always ? "Worthwhile at every size measured."
                                                : "";
  if (const auto* metg = metg_of(best->runtime, views); metg && metg->crossing == Crossing::found)
    text += (text.empty() ? "" : " ") + fmt::format("Tasks should take {} or more.", metg_text(*metg));
  return text;
}

std::string sureness_sentence(const Answer& answer, const Views& views) {
  const auto works = fmt::format("{} work{} with at least {} repetition{}", answer.works.size(),
                                 answer.works.size() == 1 ? "" : "s", fewest_repetitions(answer, views),
                                 fewest_repetitions(answer, views) == 1 ? "" : "s");
  if (!answer.best()) return "From " + works + ".";
  return fmt::format("Best in {:.0f} % of resamples, over {}.", 100 * answer.best()->place.chance_of_best,
                     works);
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

std::string metg_text(const Metg& metg) {
  if (metg.crossing == Crossing::found) return seconds_with_range(metg.granularity);
  if (metg.crossing == Crossing::below_sweep) return "≤ " + seconds_text(metg.granularity.value);
  return crossing_text(metg.crossing);
}

std::string break_even_text(const BreakEvenSize& size) {
  switch (size.outcome) {
    case BreakEven::from_size:
      return "from " + seconds_with_range(size.size);
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
