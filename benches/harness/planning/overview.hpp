// SPDX-License-Identifier: MIT
//
// Measures as much of a matrix as fits into a time: first what the answer needs, then more of it, then more
// repetitions where the winner is not clear.
//
// Cells are measured in random order within a small window that moves along the plan, so that neighbours see
// the same minutes of the machine and an interrupted run has complete cells: at most a tenth of those that
// were begun are not. Nothing here knows how a cell is measured or what time it is, so tests play both.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <vector>

#include "benches/harness/cell.hpp"
#include "benches/harness/planning/expectation.hpp"
#include "benches/harness/planning/measured_cell.hpp"
#include "benches/harness/planning/plan.hpp"

namespace parallax {

class Overview {
 public:
  struct Options {
    std::optional<double> budget_seconds{};  // none: everything is measured
    std::size_t repetitions = 6;             // the fewest from which a 95 % interval of a median can be had
    double min_seconds = 0.03;               // of a repetition
    std::int64_t iterations = 0;             // fixed; 0: as many as fill min_seconds
    int processors = 1;
    std::uint64_t seed = 1;
  };
  struct World {
    std::function<Outcome(const Cell&, std::int64_t iterations)> measure;
    // Of one worker on the cell's work; nothing if that is not known.
    std::function<std::optional<SerialRun>(const Cell&)> serial_run;
    std::function<double()> now;  // seconds
    std::function<bool()> interrupted;
  };
  struct Forecast {
    std::size_t cells = 0;
    double seconds = 0;
  };
  using Progress = std::function<void(std::size_t complete, std::size_t expected, double seconds_left)>;

  // The time of the budget begins now. All references must outlive the object.
  Overview(const std::vector<Cell>& cells, Options options, World world);

  // Runs the works serially and makes the plan. Returns what run() will do.
  Forecast look();
  // Measures until the plan is done, the time is up or someone has interrupted.
  void run(const Progress& progress);
  // Of every cell that was begun, in the order of the matrix.
  std::vector<MeasuredCell> results() const;
  // Cells that were tried once and found to take too much of the budget.
  const std::vector<std::size_t>& left_out() const { return left_out_; }

 private:
  struct Active {
    MeasuredCell measured;
    double repetition_seconds = 0;  // expected
  };

  double left() const;
  double most_cell_seconds() const;
  double expected_of_active() const;
  void admit_unit();
  void fill_window();
  void begin(std::size_t index);
  Outcome timed(const Cell& cell, std::int64_t iterations, double& seconds);
  void repeat(Active& active);
  void deepen(const Progress& progress);
  Forecast forecast() const;

  const std::vector<Cell>& cells_;
  const Options options_;
  const World world_;
  const double begin_;
  std::vector<PlannedWork> works_;
  std::vector<std::size_t> work_of_;  // by cell
  Expectation expected_;
  std::vector<Unit> units_;         // that were not begun
  std::vector<std::size_t> ready_;  // cells of the unit that was admitted last
  std::vector<Active> active_;
  std::vector<Active> done_;
  std::vector<std::size_t> left_out_;
  std::mt19937_64 random_;
};

}  // namespace parallax
