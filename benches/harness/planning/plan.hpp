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
//   7. the numbers of workers in between, and whatever is left
#pragma once

#include <cstddef>
#include <vector>

#include "benches/harness/cell.hpp"

namespace parallax {

// What a work is like, as far as one serial run of it and its kernel tell. The report judges by what was
// measured.
enum class WorkKind { coarse, tiny, memory, waiting, mixed, overhead, unknown };

// Cells that did the same work: the same kernel and case.
struct PlannedWork {
  std::vector<std::size_t> cells;  // by index, in the order of the matrix
  double serial_seconds = 0;       // one iteration of one worker; 0: not known
  WorkKind kind = WorkKind::unknown;
};

// The works of these cells, in their order, with nothing known about them.
std::vector<PlannedWork> works_of(const std::vector<Cell>& cells);

// `serial_seconds`: what the serial answer took.
WorkKind kind_of_work(const Cell& cell, double serial_seconds);

// Cells that are measured together or not at all.
struct Unit {
  std::vector<std::size_t> cells;
  std::size_t work = 0;  // its index
  int step = 1;          // of the list above
};

// Every cell is in exactly one unit. `seconds[i]`: what cell i will take, all repetitions. `most_seconds`:
// what the work that stands for a kind may cost in one unit, if there is one so cheap.
std::vector<Unit> plan(const std::vector<Cell>& cells, const std::vector<PlannedWork>& works,
                       const std::vector<double>& seconds, double most_seconds);

}  // namespace parallax
