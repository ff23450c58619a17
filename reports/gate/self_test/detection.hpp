// SPDX-License-Identifier: MIT
// How often rules raise alarms: for nothing, and for changes of known size. Counted over played runs.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "reports/gate/self_test/play.hpp"

namespace parallax::reports::gate {

struct Count {
  std::size_t hits = 0, of = 0;
  void add(bool hit) {
    hits += hit;
    ++of;
  }
};

// One rule's: the changed cell was named; some other one was.
struct Alarms {
  Count right, wrong;
  void add(const Alarm& alarm) {
    right.add(alarm.right);
    wrong.add(alarm.wrong);
  }
};

struct DetectionRow {
  std::string change;  // "uniform", "allocation", "rebuilt", or "nothing"
  double percent = 0;  // of uniform, as injected
  // Relative slowdown of the changed cell over all rounds, median; 0 if several cells are meant.
  double measured = 0;
  int workers = 0;  // 0: any
  Alarms gate, compare_py, ten_percent, criterion;
};

// Rows: nothing, harmless builds, uniform changes by percent and workers (over all kernels), realistic ones
// one by one.
std::vector<DetectionRow> detections(const Recording& recording, const Settings& settings, std::size_t plays,
                                     const std::function<void(const std::string&)>& progress);

// "Played from 60 rounds of 8 cells, beside bursts of load."
std::string about(const Recording& recording);

// Tables for a terminal, shares with their 95 % intervals.
std::string detection_text(const std::vector<DetectionRow>& rows, const Recording& recording);

}  // namespace parallax::reports::gate
