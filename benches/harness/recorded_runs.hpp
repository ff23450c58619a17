// SPDX-License-Identifier: MIT
//
// Measures cells and writes down what comes of it. A run that goes on with one that was cut off does everything again in
// the same way, but what is written down is not measured a second time.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "benches/harness/conductor/conductor.hpp"
#include "benches/harness/journal/journal.hpp"
#include "benches/harness/trace/trace_file.hpp"

namespace parallax {

class RecordedRuns {
 public:
  struct Options {
    std::size_t planned_repetitions = 1;
    double min_seconds = 0;      // a shorter run only finds out how many iterations fill them
    TraceFile* trace = nullptr;  // for the timelines of all runs; must outlive the object
  };

  // `journal` may be null. The references must outlive the object.
  RecordedRuns(Conductor& conductor, Journal* journal, Options options);

  Outcome run(const Cell& cell, std::int64_t iterations);

  Conductor& conductor() { return conductor_; }
  // What the runs took that were not measured again.
  double repeated_seconds() const { return repeated_seconds_; }

 private:
  using Key = std::pair<std::string, std::int64_t>;  // cell and iterations

  bool is_trial(const Key& key, const Outcome& outcome);

  Conductor& conductor_;
  Journal* journal_;
  Options options_;
  std::map<Key, std::deque<RecordedRun>> earlier_;
  std::set<Key> counted_;  // one run with so many iterations was a repetition, so all are
  double repeated_seconds_ = 0;
};

}  // namespace parallax
