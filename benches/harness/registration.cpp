// SPDX-License-Identifier: MIT
#include "benches/harness/registration.hpp"

#include <benchmark/benchmark.h>

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
  const auto iterations = static_cast<double>(state.max_iterations);
  state.SetItemsProcessed(state.max_iterations *
                          static_cast<std::int64_t>(cell.subject->items(cell.parameters)));
  if (const std::size_t bytes = cell.parameters.size * cell.subject->bytes_per_item(cell.parameters)) {
    state.SetBytesProcessed(state.max_iterations * static_cast<std::int64_t>(bytes));
    state.counters["cpu_per_gb"] =
        Counter(measured.cpu_seconds / iterations / static_cast<double>(bytes) * 1e9);
  }
  state.counters[cpu_counter] = Counter(measured.cpu_seconds / iterations);
  state.counters["pss"] = Counter(measured.pss_bytes, Counter::kDefaults, Counter::kIs1024);
  state.counters["start"] = Counter(measured.start_seconds);
  state.counters["stop"] = Counter(measured.stop_seconds);
  state.counters["switches"] = Counter(measured.context_switches / iterations);
  if (outcome.foreign_load) state.counters["foreign_load"] = Counter(*outcome.foreign_load);
  for (const NamedValue& counter : measured.counters) {
    const std::string_view counter_name = counter.name;
    if (counter_name.empty()) break;
    state.counters[std::string(counter_name)] = Counter(counter.value);
  }
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

void register_cells(const std::vector<Cell>& cells, std::int64_t iterations, Conductor& conductor,
                    Progress& progress, Failures& failures) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    auto* registered = benchmark::RegisterBenchmark(cells[i].name().c_str(), [&, i](benchmark::State& state) {
      if (!skip_failed(state, cells[i], failures))
        report_outcome(state, cells[i], conductor.run(cells[i], state.max_iterations), failures);
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
