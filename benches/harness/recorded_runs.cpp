// SPDX-License-Identifier: MIT
#include "benches/harness/recorded_runs.hpp"

#include <chrono>

namespace parallax {

RecordedRuns::RecordedRuns(Conductor& conductor, Journal* journal, Options options)
    : conductor_(conductor), journal_(journal), options_(options) {
  if (!journal) return;
  for (RecordedRun& run : journal->take_earlier_runs()) {
    const Key key(run.cell, run.iterations);
    if (!run.is_trial) counted_.insert(key);
    earlier_[key].push_back(std::move(run));
  }
}

bool RecordedRuns::is_trial(const Key& key, const Outcome& outcome) {
  const bool counts = outcome.status != Status::value ||
                      outcome.measurement.seconds >= options_.min_seconds || counted_.count(key) != 0;
  if (counts) counted_.insert(key);
  return !counts;
}

Outcome RecordedRuns::run(const Cell& cell, std::int64_t iterations) {
  const Key key(cell.name(), iterations);
  if (const auto known = earlier_.find(key); known != earlier_.end() && !known->second.empty()) {
    const RecordedRun run = std::move(known->second.front());
    known->second.pop_front();
    repeated_seconds_ += run.took_seconds;
    return run.outcome;
  }
  const auto begin = std::chrono::steady_clock::now();
  Outcome outcome = conductor_.run(cell, iterations);
  if (options_.trace) options_.trace->add(cell, outcome);
  outcome.timeline.reset();
  if (!journal_ || outcome.status == Status::interrupted) return outcome;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  journal_->add({.cell = key.first,
                 .iterations = iterations,
                 .outcome = outcome,
                 .took_seconds = took.count(),
                 .is_trial = is_trial(key, outcome)},
                cell, options_.planned_repetitions);
  return outcome;
}

}  // namespace parallax
