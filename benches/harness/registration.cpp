// SPDX-License-Identifier: MIT
#include "benches/harness/registration.hpp"

#include <benchmark/benchmark.h>

#include "benches/harness/row_counters.hpp"

namespace parallax {
namespace {

void note_failure(const Outcome& outcome, const std::string& name, Failures& failures) {
  if (outcome.status == Status::interrupted) {
    failures.interrupted.insert(name);
  } else {
    failures.reasons.emplace(name, outcome.text());
    if (outcome.status != Status::not_supported) failures.failed.insert(name);
  }
}

// Google Benchmark wants all repetitions of a benchmark to have the same number of iterations, failed ones
// too, or it ends the program. So the loop is run here as well.
void skip(benchmark::State& state, const std::string& reason) {
  while (state.KeepRunningBatch(state.max_iterations)) state.SetIterationTime(0);
  state.SkipWithError(reason.c_str());
}

// One repetition: its outcome becomes a row.
void report_outcome(benchmark::State& state, const Cell& cell, const Outcome& outcome, Failures& failures) {
  if (outcome.status != Status::value) {
    note_failure(outcome, cell.name(), failures);
    return skip(state, outcome.text());
  }
  const Measurement& measured = outcome.measurement;
  while (state.KeepRunningBatch(state.max_iterations)) state.SetIterationTime(measured.seconds);

  using benchmark::Counter;
  state.SetItemsProcessed(state.max_iterations * items_of(cell));
  if (const auto bytes = bytes_of(cell); bytes > 0) state.SetBytesProcessed(state.max_iterations * bytes);
  if (measured.cpu_seconds > 0)
    state.counters[cpu_counter] = Counter(measured.cpu_seconds / static_cast<double>(state.max_iterations));
  for (const RowCounter& counter : row_counters(cell, outcome, state.max_iterations))
    state.counters[counter.name] =
        Counter(counter.value, Counter::kDefaults, counter.in_1024 ? Counter::kIs1024 : Counter::kIs1000);
  const std::string_view note = measured.note;
  if (!note.empty()) state.SetLabel(printable(note));
}

// A cell that has failed once is red for good: no further repetition waits for another time limit, and none
// is measured with the few iterations at which the first one failed. Returns whether it has.
bool skip_failed(benchmark::State& state, const Cell& cell, const Failures& failures) {
  const auto known = failures.reasons.find(cell.name());
  if (known == failures.reasons.end()) return false;
  skip(state, known->second + " (not tried again)");
  return true;
}

}  // namespace

void register_cells(const std::vector<Cell>& cells, std::int64_t iterations, RecordedRuns& runs,
                    Progress& progress, Failures& failures) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    auto* registered = benchmark::RegisterBenchmark(cells[i].name().c_str(), [&, i](benchmark::State& state) {
      if (!skip_failed(state, cells[i], failures))
        report_outcome(state, cells[i], runs.run(cells[i], state.max_iterations), failures);
      progress.ran(i, state.max_iterations);
    });
    registered->UseManualTime();
    if (iterations > 0) registered->Iterations(iterations);
  }
}

void register_results(const std::vector<Cell>& cells, const std::vector<MeasuredCell>& results,
                      Failures& failures) {
  for (const MeasuredCell& measured : results) {
    const Cell& cell = cells[measured.cell];
    auto* registered = benchmark::RegisterBenchmark(
        cell.name().c_str(),
        [&cell, &measured, &failures, next = std::size_t{0}](benchmark::State& state) mutable {
          if (skip_failed(state, cell, failures)) return;
          static const Outcome missing{Status::interrupted, "not measured", {}};
          report_outcome(state, cell, next < measured.outcomes.size() ? measured.outcomes[next] : missing,
                         failures);
          ++next;
        });
    registered->UseManualTime();
    registered->Iterations(measured.iterations);
    registered->Repetitions(static_cast<int>(measured.planned));
  }
}

}  // namespace parallax
