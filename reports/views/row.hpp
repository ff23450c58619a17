// SPDX-License-Identifier: MIT
// A row: all that a report says of one cell. Pictures and lists point at rows by their index, so a number is
// computed once and reads the same everywhere.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/results/cell.hpp"
#include "reports/views/comparison.hpp"

namespace parallax::reports {

struct Row {
  std::string name;
  CellId id;
  std::size_t cell = 0;  // index into the results' cells, where the repetitions are
  bool is_disturbed =
      false;           // others used too much of the processors while it was measured (disturbance.hpp)
  bool probe = false;  // a mechanism under a load (probes.hpp), and part of no work
  std::optional<std::size_t>
      work;  // index into the views' works; none for probes, controls and foreign names
  Status status = Status::value;
  std::string message;  // of a status that is no value: every different error, once; aggregates
  std::string label;    // what the runtime says of itself
  std::size_t repetitions = 0, planned = 0;  // failed ones included; announced by the file

  std::map<std::string, std::string> odd_counters;  // "NaN" or "Infinity", by the names in the file
  std::vector<std::string> warnings;                // what is wrong with rows of it in the file
  std::vector<Aggregate> aggregates;                // of the status "aggregates only"

  // This and what follows: of a value only; counters of aggregates too.
  std::optional<Estimate> seconds;  // wall time of an iteration
  std::optional<double> cpu_seconds,
      cores_used;  // as the program counted it, ours of all workers; of ours: / wall time
  Ratio speedup;   // against serial
  std::map<std::string, Estimate> counters;  // medians, by the names in the file

  // A counter's estimate, or null.
  const Estimate* counter(const std::string& key) const;
};

Row make_row(const Cell& cell, const Comparisons& comparisons);

// The times of the row's repetitions, in the order of the run; empty if it has no value, or if one of them
// took no measurable time, so that no ratio can be formed.
std::span<const double> usable_times(const Row& row, const std::vector<Cell>& cells);

// Speed-up per worker: 1 if every worker adds as much as the first. (Nothing without a speed-up.)
std::optional<Estimate> efficiency(const Row& row);

}  // namespace parallax::reports
