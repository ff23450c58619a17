// SPDX-License-Identifier: MIT
#include "benches/harness/planning/planned_run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>

#include "benches/harness/progress.hpp"
#include "runtimes/support/cpus.hpp"
#include "support/standard_streams.hpp"

namespace parallax {
namespace {

// So long that a person should be asked before.
constexpr double long_run_seconds = 600;

// One line on standard error: rewritten on a terminal, elsewhere a new one about every tenth of the way.
class StatusLine {
 public:
  explicit StatusLine(bool enabled) : enabled_(enabled), terminal_(isatty(STDERR_FILENO) == 1) {}

  void show(std::size_t complete, std::size_t expected, double seconds_left) {
    whole_ = std::max(whole_, seconds_left);
    const auto tenth = static_cast<int>(10 * (1 - seconds_left / std::max(whole_, 1e-3)));
    if (!enabled_ || (!terminal_ && tenth <= shown_)) return;
    shown_ = tenth;
    const auto left = std::chrono::seconds(static_cast<std::int64_t>(std::max(seconds_left, 0.0)));
    tell("{}{} of about {} cells, {} left{}", terminal_ ? "\r\x1b[K" : "", complete, expected, spoken(left),
         terminal_ ? "" : "\n");
    std::fflush(stderr);
  }
  void clear() {
    if (enabled_ && terminal_) tell("\r\x1b[K");
  }

 private:
  bool enabled_, terminal_;
  double whole_ = 0;  // seconds
  int shown_ = 0;     // tenths of them
};

std::string announcement(const Options& options, const Overview::Forecast& forecast, std::size_t cells) {
  const auto time = spoken(std::chrono::seconds(static_cast<std::int64_t>(forecast.seconds + 0.5)));
  if (!options.budget || forecast.cells == cells) return fmt::format("{} cells, {}\n", cells, time);
  return fmt::format("{} of {} cells, {} (--budget=30m measures more, --full everything)\n", forecast.cells,
                     cells, time);
}

bool wants_to_wait() {
  tell("Go on? [y/N] ");
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace

std::optional<std::vector<MeasuredCell>> measure_by_plan(const Options& options,
                                                         const std::vector<Cell>& cells, RecordedRuns& runs,
                                                         std::uint64_t seed) {
  Conductor& conductor = runs.conductor();
  Overview::Options how;
  if (options.budget) how.budget_seconds = std::chrono::duration<double>(*options.budget).count();
  if (options.benchmark_flag("benchmark_repetitions")) how.repetitions = options.repetitions();
  how.min_seconds = options.min_seconds().value_or(how.min_seconds);
  how.iterations = options.iterations;
  how.processors = usable_cpus();
  how.seed = seed;
  const auto begin = std::chrono::steady_clock::now();
  Overview overview(
      cells, how,
      {.measure = [&](const Cell& cell, std::int64_t iterations) { return runs.run(cell, iterations); },
       .serial_run = [&](const Cell& cell) -> std::optional<SerialRun> {
         const auto answer = conductor.serial_answer(cell);
         if (!answer) return {};
         return serial_run(cell, answer->seconds, answer->cpu_seconds);
       },
       .now =
           [begin, &runs] {
             const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
             return passed.count() + runs.repeated_seconds();
           },
       .interrupted = [&] { return conductor.interrupted() != 0; }});

  const auto forecast = overview.look();
  tell("{}", announcement(options, forecast, cells.size()));
  const bool asked = options.full && forecast.seconds > long_run_seconds && isatty(STDIN_FILENO) == 1 &&
                     isatty(STDERR_FILENO) == 1;
  if (asked && !conductor.interrupted() && !wants_to_wait()) return {};

  StatusLine line(options.progress);
  overview.run([&](std::size_t complete, std::size_t expected, double seconds_left) {
    line.show(complete, expected, seconds_left);
  });
  line.clear();
  if (const auto& left_out = overview.left_out(); !left_out.empty())
    tell("left out, for each would take more than its share of the budget: {} cells, e.g. {}\n",
         left_out.size(), cells[left_out.front()].name());
  return overview.results();
}

}  // namespace parallax
