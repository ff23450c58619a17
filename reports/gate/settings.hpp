// SPDX-License-Identifier: MIT
// How a comparison is made. The defaults are what docs/method/gate.md describes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace parallax::reports::gate {

struct Settings {
  std::string filter;                // which cells, as --benchmark_filter
  double budget = 600;               // seconds for everything; 0: no limit
  std::size_t screening = 12;        // pairs of a cell, even
  std::size_t confirming = 20;       // pairs of a suspicious cell at least; more if its noise asks for it
  std::size_t most_confirming = 48;  // and at most
  double visit = 0.1;                // seconds that a visit measures for
  double time_limit = 60;            // seconds after which a visit is a hang
  double threshold = 0.05;           // relative, of wall time
  std::map<std::string, double> cell_thresholds;  // of cells that need a larger one; see null_runs.hpp
  double cpu_threshold = 0.10, memory_threshold = 0.10;
  double family_error = 0.01;      // chance of one false "surely" in the whole run
  int most_workers = 0;            // cells with more are observed, not judged; 0: the usable processors
  std::uint64_t seed = 0;          // of the orders and paddings
  bool measure_identical = false;  // for the gate's tests of itself
  bool detectable = true;  // compute what could have been detected, which takes longer than all the rest
  bool strict = false, allow_removed = false;
  std::function<void(const std::string&)> progress;  // one line, replaced by the next; may be empty
};

}  // namespace parallax::reports::gate
