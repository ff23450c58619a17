// SPDX-License-Identifier: MIT
// Runs of a gate, played from a recording.
//
// A played run takes rounds of the recording at random, each at most once, for the first stage, and others
// for the second. Where a cell is as it is, which of its three visits of a round is called base, head and
// control is drawn anew: had the programs been what they are, equal, each could have been any. Everything
// after that is the gate's own code. Played runs share data, so they are no replacement for live ones: they
// say what would happen on a machine as it was while it was recorded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "reports/gate/self_test/recording.hpp"
#include "reports/gate/settings.hpp"

namespace parallax::reports::gate {

// What rules say in one run: whether they raised an alarm for the changed cell, and for any other.
struct Alarm {
  bool right = false, wrong = false;
};
struct PlayedRun {
  Alarm gate, compare_py, ten_percent, criterion;
};

class Player {
 public:
  // The recording must outlive it and have at least as many rounds as both stages take.
  Player(const Recording& recording, const Settings& settings);

  // One run in which this change was made, or none (Recording::unchanged). A change that concerns all cells
  // (another build) is made in all of them, and every alarm is wrong. Equal seeds play equal runs.
  PlayedRun play(std::size_t change, std::uint64_t seed) const;

 private:
  const Recording& recording_;
  Settings settings_;
};

}  // namespace parallax::reports::gate
