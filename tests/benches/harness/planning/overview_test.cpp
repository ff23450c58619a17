// SPDX-License-Identifier: MIT
//
// Overviews of a machine that is played: its clock goes on by what a cell is said to cost.
#include "benches/harness/planning/overview.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "benches/harness/matrix.hpp"
#include "benches/harness/protocol.hpp"
#include "benches/harness/selection.hpp"
#include "tests/benches/harness/planning/played.hpp"

namespace parallax {
namespace {

// A machine of two processors.
class Machine {
 public:
  double clock = 0;
  double interrupted_at = 1e9;
  double noise = 0.2;

  Overview::World world() {
    return {.measure = [this](const Cell& cell, std::int64_t count) { return measure(cell, count); },
            .serial_run = [this](const Cell& cell) -> std::optional<SerialRun> {
              clock += 0.01 + played(cell).serial;
              return serial_of(cell);
            },
            .now = [this] { return clock; },
            .interrupted = [this] { return clock >= interrupted_at; }};
  }
  const std::vector<std::string>& order() const { return order_; }

 private:
  Outcome measure(const Cell& cell, std::int64_t iterations) {
    if (clock >= interrupted_at) return {Status::interrupted, "by signal 2", {}};
    const Played& subject = played(cell);
    clock += 0.01;
    if (subject.fails) return {Status::crashed, "it broke", {}};
    const double factor = std::uniform_real_distribution<double>(1, 1 + noise)(random_);
    const double computes = (subject.serial - subject.waits) / std::min(cell.workers, 2);
    const double iteration = (computes + subject.waits / cell.workers) * subject.slowness * factor;
    clock += iteration * (2 + static_cast<double>(iterations));
    clock +=
        std::max(iteration, std::min(0.02, iteration * static_cast<double>(iterations)));  // with accounts
    order_.push_back(cell.name());
    Outcome outcome;
    outcome.measurement.seconds = iteration * static_cast<double>(iterations);
    return outcome;
  }

  std::mt19937_64 random_{7};
  std::vector<std::string> order_;
};

struct Kind {
  const char* kernel;
  double serial, waits;
  std::size_t bytes, size, grain;
};

// Five kinds of work, two cases of each, under as many runtimes as asked.
std::vector<Cell> matrix_of(int runtimes, double scale = 1) {
  const std::vector<Kind> kinds{{"coarse", 0.02, 0, 0, 16, 1},       {"coarse", 0.2, 0, 0, 64, 8},
                                {"tiny", 0.002, 0, 0, 65536, 1},     {"tiny", 0.0005, 0, 0, 65536, 64},
                                {"memory", 0.004, 0, 24, 4096, 64},  {"memory", 0.04, 0, 24, 65536, 4096},
                                {"waiting", 0.064, 0.063, 0, 64, 1}, {"waiting", 0.3, 0.29, 0, 300, 1},
                                {"mixed", 0.05, 0.025, 0, 64, 1},    {"mixed", 0.1, 0.05, 0, 64, 8},
                                {"empty", 0.000001, 0, 0, 2, 1}};
  std::vector<Cell> cells;
  for (const Kind& kind : kinds) {
    for (int runtime = 0; runtime < runtimes; ++runtime) {
      auto subject = std::make_shared<Played>();
      subject->work = kind.kernel;
      subject->strategy = runtime == 0 ? "serial" : "runtime" + std::to_string(runtime);
      subject->serial = kind.serial * scale;
      subject->waits = kind.waits * scale;
      subject->bytes = kind.bytes;
      subject->slowness = 1 + 0.1 * runtime;
      for (const int workers : {1, 2, 8}) {
        if (runtime == 0 && workers > 1) continue;
        if (workers > 2 && kind.waits == 0) continue;
        cells.push_back({subject, workers, {.size = kind.size, .grain = kind.grain}});
      }
    }
  }
  return cells;
}

const auto silent = [](std::size_t, std::size_t, double) {};

std::vector<MeasuredCell> measured(const std::vector<Cell>& cells, double budget, Machine& machine,
                                   Overview::Forecast* forecast = nullptr) {
  Overview overview(cells, {.budget_seconds = budget, .processors = 2, .seed = 3}, machine.world());
  const auto said = overview.look();
  if (forecast) *forecast = {said.cells, machine.clock + said.seconds};
  overview.run(silent);
  return overview.results();
}

TEST(Overview, KeepsItsBudget) {
  for (const double scale : {0.1, 1., 10.}) {
    for (const int runtimes : {3, 20}) {
      for (const double budget : {60., 180., 600.}) {
        const auto cells = matrix_of(runtimes, scale);
        Machine machine;
        Overview::Forecast forecast;
        const auto results = measured(cells, budget, machine, &forecast);
        EXPECT_LE(machine.clock, budget * 1.15) << scale << " " << runtimes << " " << budget;
        EXPECT_NEAR(machine.clock, forecast.seconds, 0.15 * budget)
            << scale << " " << runtimes << " " << budget;
        EXPECT_FALSE(results.empty());
      }
    }
  }
}

// The program's own matrix on machines that are made up, with guesses at what its works take.
TEST(Overview, AnswersOnEveryMachine) {
  for (const Topology& machine : {even_topology(1, 1, 1, 1, 8 << 20), even_topology(1, 2, 8, 1, 32 << 20),
                                  even_topology(8, 2, 8, 2, 32 << 20)}) {
    SCOPED_TRACE(machine.usable);
    parallax::Options asked;
    asked.runtimes = {"serial", "threads", "steal", "fork", "gil"};
    const auto cells = matching(matrix(asked, machine), "^(primes|mandelbrot|sleep|cube|triad)/");
    const auto serial = [](const Cell& cell) {
      const auto items = static_cast<double>(cell.parameters.size);
      const double item = cell.subject->kernel() == "primes"       ? 4.6e-3
                          : cell.subject->kernel() == "mandelbrot" ? 0.3e-6
                                                                   : 1e-9;
      return serial_run(cell, item * items, item * items);
    };
    double clock = 0;
    Overview overview(
        cells, {.budget_seconds = 180, .processors = machine.usable, .seed = 3},
        {.measure =
             [&](const Cell& cell, std::int64_t iterations) {
               const SerialRun run = serial(cell);
               const double iteration = run.computing_seconds / std::min(cell.workers, machine.usable) +
                                        run.waiting_seconds / cell.workers;
               clock += 0.02 + 60e-6 * cell.workers + (3 + static_cast<double>(iterations)) * iteration;
               Outcome outcome;
               outcome.measurement.seconds = iteration * static_cast<double>(iterations);
               return outcome;
             },
         .serial_run = [&](const Cell& cell) -> std::optional<SerialRun> { return serial(cell); },
         .now = [&] { return clock; },
         .interrupted = [] { return false; }});
    overview.look();
    overview.run(silent);
    EXPECT_LE(clock, 180 * 1.15);
    // Each kind of work has an answer: all runtimes, with as many workers as make sense, beside the serial one.
    std::map<std::string, std::set<std::string>> runtimes;
    std::map<std::string, int> most_workers;
    for (const MeasuredCell& one : overview.results()) {
      const std::string kernel(cells[one.cell].subject->kernel());
      runtimes[kernel].emplace(cells[one.cell].subject->runtime());
      most_workers[kernel] = std::max(most_workers[kernel], cells[one.cell].workers);
    }
    for (const char* const kernel : {"sleep", "cube", "triad"}) {
      EXPECT_EQ(runtimes[kernel].size(), asked.runtimes.size()) << kernel;
      EXPECT_GE(most_workers[kernel], std::min(machine.usable, 16)) << kernel;
    }
  }
}

TEST(Overview, HasSixRepetitionsOfEveryCellItBegins) {
  const auto cells = matrix_of(20);
  Machine machine;
  for (const MeasuredCell& one : measured(cells, 60, machine)) {
    EXPECT_GE(one.outcomes.size(), 6u) << cells[one.cell].name();
    EXPECT_TRUE(one.is_complete());
  }
}

TEST(Overview, CoversEveryKindUnderEveryRuntimeFirst) {
  const auto cells = matrix_of(20);
  Machine machine;
  std::map<std::string, std::set<std::string>> runtimes;
  std::map<std::string, std::set<int>> workers;
  for (const MeasuredCell& one : measured(cells, 120, machine)) {
    const Cell& cell = cells[one.cell];
    runtimes[std::string(cell.subject->kernel())].insert(std::string(cell.subject->runtime()));
    workers[std::string(cell.subject->kernel())].insert(cell.workers);
  }
  for (const char* kind : {"coarse", "tiny", "memory", "waiting", "mixed"}) {
    EXPECT_EQ(runtimes[kind].size(), 20u) << kind;
    EXPECT_TRUE(workers[kind].count(1)) << kind;
    EXPECT_GE(*workers[kind].rbegin(), 2) << kind;
  }
}

// A runtime that lacks a work is in no ranking of its kind.
TEST(Overview, MeasuresAWorkUnderAllRuntimesOrUnderNone) {
  const auto cells = matrix_of(20);
  for (const double budget : {20., 45., 90., 130.}) {
    Machine machine;
    std::map<std::pair<std::string, Case>, std::set<std::string>> runtimes;
    for (const MeasuredCell& one : measured(cells, budget, machine)) {
      const Cell& cell = cells[one.cell];
      runtimes[{std::string(cell.subject->kernel()), cell.parameters}].insert(
          std::string(cell.subject->runtime()));
    }
    for (const auto& [work, names] : runtimes)
      EXPECT_EQ(names.size(), 20u) << work.first << " " << budget << ::testing::PrintToString(names);
  }
}

TEST(Overview, NeighboursAreInterleaved) {
  const auto cells = matrix_of(20);
  Machine machine;
  measured(cells, 180, machine);
  std::size_t same = 0;
  for (std::size_t i = 1; i < machine.order().size(); ++i)
    same += machine.order()[i] == machine.order()[i - 1];
  // Only the trials that find the number of iterations follow one another.
  EXPECT_LT(static_cast<double>(same), 0.35 * static_cast<double>(machine.order().size()));
}

TEST(Overview, AnInterruptedOneHasCompleteCells) {
  const auto cells = matrix_of(20);
  for (const double part : {0.3, 0.5, 0.8}) {
    Machine machine;
    machine.interrupted_at = 180 * part;
    const auto results = measured(cells, 180, machine);
    const auto complete = std::count_if(results.begin(), results.end(),
                                        [](const MeasuredCell& one) { return one.is_complete(); });
    EXPECT_GE(static_cast<double>(complete), 0.9 * static_cast<double>(results.size())) << part;
    EXPECT_LE(machine.clock, machine.interrupted_at + 5);
  }
}

TEST(Overview, SpendsWhatIsLeftWhereTheWinnerIsNotClear) {
  std::vector<Cell> cells;
  for (const auto& [work, slowness] : {std::pair{"clear", 3.}, std::pair{"unclear", 1.02}}) {
    for (const char* runtime : {"serial", "one", "other"}) {
      auto subject = std::make_shared<Played>();
      subject->work = work;
      subject->strategy = runtime;
      subject->serial = 0.04;
      if (subject->strategy == "other") subject->slowness = slowness;
      cells.push_back({subject, subject->strategy == "serial" ? 1 : 2, {.size = 16, .grain = 1}});
    }
  }
  Machine machine;
  std::map<std::string, std::size_t> repetitions;
  for (const MeasuredCell& one : measured(cells, 9, machine))
    repetitions[cells[one.cell].name()] = one.outcomes.size();
  EXPECT_GT(repetitions["unclear/one/workers:2/size:16/grain:1"], 10u);
  EXPECT_GT(repetitions["unclear/other/workers:2/size:16/grain:1"], 10u);
  EXPECT_EQ(repetitions["clear/one/workers:2/size:16/grain:1"], 6u);
}

TEST(Overview, LeavesOutWhatTurnsOutToTakeLong) {
  auto cells = matrix_of(3);
  auto slow = std::make_shared<Played>(played(cells.front()));
  slow->strategy = "slow";
  slow->slowness = 100;
  cells.insert(cells.begin(), {slow, 2, cells.front().parameters});
  Machine machine;
  Overview overview(cells, {.budget_seconds = 60, .processors = 2}, machine.world());
  overview.look();
  overview.run(silent);
  EXPECT_THAT(overview.left_out(), ::testing::ElementsAre(0u));
  for (const MeasuredCell& one : overview.results()) EXPECT_NE(one.cell, 0u);
  EXPECT_LE(machine.clock, 60 * 1.15);
}

TEST(Overview, ShowsAFailureOnceAndGoesOn) {
  auto cells = matrix_of(3);
  auto broken = std::make_shared<Played>(played(cells.front()));
  broken->strategy = "broken";
  broken->fails = true;
  cells.insert(cells.begin(), {broken, 2, cells.front().parameters});
  Machine machine;
  const auto results = measured(cells, 60, machine);
  ASSERT_EQ(results.front().cell, 0u);
  EXPECT_EQ(results.front().outcomes.size(), 1u);
  EXPECT_EQ(results.front().outcomes[0].text(), "crashed: it broke");
  EXPECT_GT(results.size(), 30u);
}

TEST(Overview, WithoutABudgetMeasuresEverythingOnce) {
  const auto cells = matrix_of(4);
  Machine machine;
  Overview overview(cells, {.processors = 2}, machine.world());
  const auto forecast = overview.look();
  EXPECT_EQ(forecast.cells, cells.size());
  overview.run(silent);
  const auto results = overview.results();
  EXPECT_EQ(results.size(), cells.size());
  for (const MeasuredCell& one : results) EXPECT_EQ(one.outcomes.size(), 6u);
  EXPECT_NEAR(machine.clock, forecast.seconds, 0.3 * forecast.seconds);
}

TEST(Plan, HasEveryCellOnce) {
  const auto cells = matrix_of(20);
  auto works = works_of(cells);
  for (PlannedWork& work : works) {
    const Cell& cell = cells[work.cells.front()];
    work.serial = serial_of(cell);
    work.kind = kind_of_work(cell, work.serial);
    const std::map<WorkKind, std::string> names{{WorkKind::coarse, "coarse"},  {WorkKind::tiny, "tiny"},
                                                {WorkKind::memory, "memory"},  {WorkKind::waiting, "waiting"},
                                                {WorkKind::mixed, "mixed"},    {WorkKind::overhead, "empty"},
                                                {WorkKind::unknown, "unknown"}};
    const std::string& name = names.at(work.kind);
    EXPECT_EQ(name, cell.subject->kernel());
  }
  std::multiset<std::size_t> planned;
  for (const Unit& unit : plan(cells, works, std::vector<double>(cells.size(), 1), {60, 10}))
    planned.insert(unit.cells.begin(), unit.cells.end());
  ASSERT_EQ(planned.size(), cells.size());
  EXPECT_EQ(std::set<std::size_t>(planned.begin(), planned.end()).size(), cells.size());
}

}  // namespace
}  // namespace parallax
