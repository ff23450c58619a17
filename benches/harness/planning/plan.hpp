// SPDX-License-Identifier: MIT
//
// In which order cells are worth measuring, so that whenever time is up the answer is as complete as it can
// be.
//
// A ranking needs all runtimes on the same works, so cells are planned in units that are measured whole: one
// work under all runtimes of a group, with the fewest or the most workers. Units come in this order:
//   1. one work of each kind, with the most workers                    the answer cards
//   2. the same with the fewest workers                                is it the workers, or the runtime?
//   3. a second work of each kind, of another grain, with the most     the heat map
//   4. the kernel that does nothing, and the controls                  what handing out costs
//   5. ranks, on the works of step 1: a launch takes a second
//   6. all further works, with the most workers, then with the fewest
//   7. the numbers of workers in between, and whatever is left, the cells that take long last
#pragma once

#include <cstddef>
#include <vector>

#include "benches/harness/cell.hpp"

namespace parallax {

// What a work is like, as far as one serial run of it and its kernel tell. The report judges by what was
// measured.
enum class WorkKind { coarse, tiny, recursive, dependent, memory, waiting, mixed, overhead, unknown };

// What one iteration of a work takes one worker.
struct SerialRun {
  double waiting_seconds = 0;
  double computing_seconds = 0;

  double seconds() const { return waiting_seconds + computing_seconds; }
};

// Cells that did the same work: the same kernel and case.
struct PlannedWork {
  std::vector<std::size_t> cells;  // by index, in the order of the matrix
  SerialRun serial{};              // zero: not known
  WorkKind kind = WorkKind::unknown;
  bool is_typical = true;  // of its kind, see below
};

// The works of these cells, in their order, with nothing known about them.
std::vector<PlannedWork> works_of(const std::vector<Cell>& cells);

// What the serial answer of the cell's work, which may have been made without waiting, tells of the work.
SerialRun serial_run(const Cell& cell, double answer_seconds, double answer_cpu_seconds);

WorkKind kind_of_work(const Cell& cell, const SerialRun& serial);

// Whether the work is in the folder of its kind, and so far from the kind's borders (a factor of two) that the
// report, which judges by other runs of it, will hardly find another one. How long it waits is known to its kernel: a
// disk may take ten times as long in its first run.
bool is_typical_work(const Cell& cell, const SerialRun& serial);

// Cells that are measured together or not at all.
struct Unit {
  std::vector<std::size_t> cells;
  std::size_t work = 0;  // its index
  int step = 1;          // of the list above
};

// What may be spent at once.
struct PlanLimits {
  double unit_seconds;  // on the work that stands for its kind, if there is one so cheap
  double cell_seconds;  // on a cell, before it is put off until all others are done
};

// Every cell is in exactly one unit. `seconds[i]`: what cell i will take, all repetitions.
std::vector<Unit> plan(const std::vector<Cell>& cells, const std::vector<PlannedWork>& works,
                       const std::vector<double>& seconds, PlanLimits limits);

}  // namespace parallax
