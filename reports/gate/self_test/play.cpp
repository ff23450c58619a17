// SPDX-License-Identifier: MIT
#include "reports/gate/self_test/play.hpp"

#include <algorithm>

#include "reports/gate/judgement.hpp"
#include "reports/gate/schedule.hpp"
#include "reports/gate/self_test/rivals.hpp"

namespace parallax::reports::gate {
namespace {

// The arm of a cell that a change made; npos if it did not touch it.
std::size_t arm_of(const RecordedCell& cell, std::size_t change) {
  for (std::size_t arm = Recording::unchanged_arms; arm < cell.arms.size(); ++arm)
    if (cell.arms[arm].change == change) return arm;
  return Recording::unchanged;
}

class Run {
 public:
  Run(const Recording& recording, const Settings& settings, std::size_t change, std::uint64_t seed)
      : recording_(recording), settings_(settings), change_(change), schedule_(seed) {
    for (const auto& cell : recording_.cells) {
      CellOutcome outcome;
      outcome.name = cell.name;
      outcome.verdict = Verdict::inconclusive;
      comparison_.cells.push_back(std::move(outcome));
      rounds_.push_back(schedule_.order(recording_.rounds));
    }
  }

  Alarm judged() {
    for (std::size_t cell = 0; cell < recording_.cells.size(); ++cell)
      for (std::size_t i = 0; i < settings_.screening; ++i) add(cell, 1, i, rounds_[cell][i]);
    const auto found = suspects(comparison_, settings_);
    std::vector<std::size_t> wanted(recording_.cells.size());
    for (const auto& suspect : found)
      wanted[suspect.cell] =
          std::max(wanted[suspect.cell], pairs_needed(comparison_, suspect, found.size(), settings_));
    for (std::size_t cell = 0; cell < wanted.size(); ++cell) {
      const auto end = std::min(recording_.rounds, settings_.screening + wanted[cell]);
      for (std::size_t i = settings_.screening; i < end; ++i) add(cell, 2, i, rounds_[cell][i]);
    }
    judge(comparison_, settings_);
    Alarm alarm;
    for (std::size_t cell = 0; cell < recording_.cells.size(); ++cell)
      if (comparison_.cells[cell].verdict == Verdict::regression) note(alarm, cell);
    return alarm;
  }

  template <class Rule>
  Alarm by(Rule rule) {
    Alarm alarm;
    for (std::size_t cell = 0; cell < recording_.cells.size(); ++cell) {
      const auto arms = drawn(cell);
      for (const auto round : schedule_.order(recording_.rounds)) {
        const auto &base = at(cell, arms[0], round), &head = at(cell, arms[1], round);
        if (base.empty() || head.empty()) continue;
        if (rule(base, head)) note(alarm, cell);
        break;
      }
    }
    return alarm;
  }

 private:
  const std::vector<double>& at(std::size_t cell, std::size_t arm, std::size_t round) const {
    return recording_.cells[cell].arms[arm].rounds[round];
  }

  // Which arms are base, head and control.
  std::array<std::size_t, 3> drawn(std::size_t cell) {
    const auto order = schedule_.order(Recording::unchanged_arms);
    const auto changed = change_ == Recording::unchanged ? change_ : arm_of(recording_.cells[cell], change_);
    return {order[0], changed == Recording::unchanged ? order[1] : changed, order[2]};
  }

  void add(std::size_t cell, int stage, std::size_t number, std::size_t round) {
    const auto arms = drawn(cell);
    for (std::size_t i = 0; i < (stage == 1 ? 2u : 3u); ++i) {
      Visit visit;
      visit.cell = cell;
      visit.stage = stage;
      visit.round = number;
      visit.arm = static_cast<Arm>(i);
      visit.wall = at(cell, arms[i], round);
      visit.excluded = visit.wall.empty();
      comparison_.visits.push_back(std::move(visit));
    }
  }

  void note(Alarm& alarm, std::size_t cell) const {
    const bool meant =
        change_ != Recording::unchanged && recording_.changes[change_].cell == recording_.cells[cell].name;
    (meant ? alarm.right : alarm.wrong) = true;
  }

  const Recording& recording_;
  const Settings& settings_;
  std::size_t change_;
  Schedule schedule_;
  std::vector<std::vector<std::size_t>> rounds_;
  Comparison comparison_;
};

}  // namespace

Player::Player(const Recording& recording, const Settings& settings)
    : recording_(recording), settings_(settings) {
  settings_.detectable = false;
  if (recording.rounds < settings.screening + settings.confirming)
    throw RecordingError("the recording has fewer rounds than a run takes");
}

PlayedRun Player::play(std::size_t change, std::uint64_t seed) const {
  Run run(recording_, settings_, change, seed);
  return {run.judged(), run.by(compare_py), run.by(ten_percent), run.by(criterion)};
}

}  // namespace parallax::reports::gate
