// SPDX-License-Identifier: MIT
// Comparisons for tests: one with everything that can occur, and names as an attacker would choose them.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "reports/gate/comparison.hpp"

namespace parallax::reports::gate::sample {

inline const std::string hostile_names[] = {
    R"(</script></style><script>alert(1)</script><img src=x onerror=alert(1)>' " & {{gate}} {})",
    "evil|`cell`]]>\n## @everyone https://example.com <!-- \x1b[31mred\x1b[0m \x01",
    "bytes \xff\xfe and \xed\xa0\x80, right-to-left \xe2\x80\xae"
    "drawkcab\xe2\x81\xa6, no character \ufffe"};

// 1, 2, 3, ... as numbers that look drawn, in [-1, 1].
inline double wobble(std::size_t number) { return std::sin(static_cast<double>(number * number) * 1.7); }

// One round after another, base and head (and, in stage 2, control) in turns.
inline void add_visits(Comparison& comparison, std::size_t cell, double base, double ratio, int stage,
                       std::size_t rounds) {
  for (std::size_t round = 0; round < rounds; ++round) {
    const int arms = stage == 1 ? 2 : 3;
    for (int slot = 0; slot < arms; ++slot) {
      Visit visit;
      visit.cell = cell;
      visit.stage = stage;
      visit.round = round;
      visit.slot = slot;
      visit.arm = static_cast<Arm>((slot + static_cast<int>(round)) % arms);
      const auto number = comparison.visits.size();
      visit.started = 0.33 * static_cast<double>(number);
      const auto time = base * (visit.arm == Arm::head ? ratio : 1) * (1 + 0.02 * wobble(number));
      visit.wall = {time, time * 1.001, time * 0.999};
      visit.cpu = {2 * time, 2 * time * 1.002, 2 * time * 0.998};
      visit.memory = 12'345'678;
      visit.stolen = number % 11 == 3 ? 0.08 : 0.001;
      visit.throttled = number % 23 == 7;
      visit.excluded = visit.stolen > 0.05 || visit.throttled;
      comparison.visits.push_back(visit);
    }
  }
}

inline MetricOutcome outcome(Metric metric, Verdict verdict, double base, double ratio, double width,
                             int stage = 1) {
  MetricOutcome it;
  it.metric = metric;
  it.verdict = verdict;
  it.stage = stage;
  it.pairs = stage == 1 ? 12 : 20;
  it.slower = ratio > 1 ? it.pairs - 1 : 2;
  it.base = base;
  it.head = base * ratio;
  it.ratio = {ratio, Interval{ratio * (1 - width), ratio * (1 + width), 0.9613}, {}};
  it.threshold = metric == Metric::memory ? 0.1 : 0.05;
  it.detectable80 = 0.05 + 2 * width;
  it.detectable95 = 0.05 + 3 * width;
  if (stage == 2) {
    it.p = 0.000381469;
    it.control = Estimate{1.002, Interval{1.002 * (1 - width), 1.002 * (1 + width), 0.9586}, {}};
  }
  return it;
}

inline std::size_t add_cell(Comparison& comparison, const std::string& name, Verdict verdict, double ratio,
                            double width, int stage = 1) {
  const auto cell = comparison.cells.size();
  const double base = 1e-3 * (1 + static_cast<double>(cell));
  comparison.cells.push_back(
      {name, verdict, "", 100, {outcome(Metric::wall, verdict, base, ratio, width, stage)}, {}});
  add_visits(comparison, cell, base, ratio, 1, 12);
  if (stage == 2) add_visits(comparison, cell, base, ratio, 2, 20);
  return cell;
}

inline Comparison empty() {
  Comparison it;
  it.base = {"builds/base/bench",
             {"--benchmark_filter=cube|spin", "it's"},
             "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
             "1111111"};
  it.head = {"builds/head/bench", {}, "f0e1d2c3b4a5968778695a4b3c2d1e0f", "4f2d1c0a9b8e7d6c"};
  it.date = "2026-01-02T03:04:05Z";
  it.command =
      "./compare --seed=18446744073709551615 'builds/base/bench' builds/head/bench -- '--filter=`a`'";
  it.machine = {{"cpu_model", "Test CPU <3>"}, {"usable_cpus", "2"}, {"virtual_machine", "yes"}};
  it.seed = 18446744073709551615u;
  it.seconds = 123.456;
  it.budget = 600;
  it.family_error = 0.01;
  return it;
}

// Every verdict, both stages, all metrics, visits that failed or were excluded, hostile names everywhere.
inline Comparison full() {
  auto it = empty();
  const auto regression =
      add_cell(it, "cube/threads/workers:2/size:4096/grain:64", Verdict::regression, 1.123, 0.01, 2);
  it.cells[regression].metrics.push_back(outcome(Metric::cpu, Verdict::regression, 2e-3, 1.2, 0.02, 2));
  it.cells[regression].metrics.push_back(outcome(Metric::memory, Verdict::no_change, 12e6, 1.001, 0.002, 2));
  it.cells[regression].reason = "Surely slower, and by more than the threshold.";
  add_cell(it, hostile_names[0], Verdict::regression, 1.4, 0.03, 2);
  add_cell(it, hostile_names[1], Verdict::slower, 1.03, 0.005, 2);
  add_cell(it, "spin/tbb/workers:2/size:4096/grain:100", Verdict::improvement, 0.8, 0.02, 2);
  const auto steady =
      add_cell(it, "spin/serial/workers:1/size:4096/grain:100", Verdict::no_change, 1.002, 0.01);
  it.cells[steady].warnings = {"two modes", "warning of " + hostile_names[1]};
  add_cell(it, "primes/fork/workers:2/size:64", Verdict::no_change, 0.99, 0.02);
  add_cell(it, hostile_names[2], Verdict::inconclusive, 1.02, 0.09, 2);
  add_cell(it, "sleep/fibers/workers:8/size:64", Verdict::observed, 1.3, 0.2);
  const auto invalid = add_cell(it, "triad/openmp/workers:2/size:1048576", Verdict::invalid, 1.2, 0.02, 2);
  it.cells[invalid].metrics[0].control = Estimate{1.15, Interval{1.1, 1.2, 0.9586}, {"unsteady"}};
  it.cells[invalid].reason = "Base against base differed too.";
  it.cells.push_back({"echo/threads/workers:2", Verdict::error, "crashed: " + hostile_names[0], 0, {}, {}});
  it.cells.push_back({"empty/serial/workers:1", Verdict::identical, "", 0, {}, {}});
  it.cells.push_back({"new/serial/workers:1", Verdict::added, "", 0, {}, {}});
  it.cells.push_back({"late/serial/workers:1", Verdict::left_out, "No time was left.", 0, {}, {}});
  it.cells.push_back({"broken/serial/workers:1", Verdict::fails_alike, "no such device", 0, {}, {}});
  it.cells.push_back({"gone/serial/workers:1", Verdict::removed, "Only the base has it.", 0, {}, {}});

  Visit failed;
  failed.cell = 9;
  failed.arm = Arm::head;
  failed.started = 40;
  failed.failure = "SIGSEGV " + hostile_names[1];
  it.visits.push_back(failed);
  failed.cell = regression;
  it.visits.push_back(failed);
  it.notes = {"1 cell was left out: " + hostile_names[0], "The machine is virtual."};
  return it;
}

// So many cells without a change, beside one regression.
inline Comparison large(std::size_t cells) {
  auto it = empty();
  add_cell(it, "cube/threads/workers:2/size:4096/grain:64", Verdict::regression, 1.123, 0.01, 2);
  for (std::size_t i = 1; i < cells; ++i)
    it.cells.push_back({fmt::format("kernel{}/threads/workers:2/size:{}/grain:64", i % 20, i),
                        Verdict::no_change,
                        "",
                        1,
                        {outcome(Metric::wall, Verdict::no_change, 1e-3, 1 + 0.01 * wobble(i), 0.02)},
                        {}});
  return it;
}

}  // namespace parallax::reports::gate::sample
