// SPDX-License-Identifier: MIT
// Views: everything a report shows, as plain data. Writers (html, and others to come) only draw what stands
// here.
//
// Every cell is one row; pictures and lists point at rows by their index, so a number is computed once and
// reads the same everywhere. Nothing is left out: a cell without a value keeps its row, its face and its
// reason.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/comparison.hpp"
#include "reports/results.hpp"

namespace parallax::reports {

struct Row {
  std::string name;
  CellId id;
  Face face = Face::value;
  std::string message;               // of a face that is no value: every different error, once
  std::size_t repetitions = 0;       // failed ones included
  std::optional<Estimate> seconds;   // this and what follows: of a value only
  std::optional<double> cores_used;  // CPU time of all workers / wall time
  Ratio speedup;
  std::optional<double> items_per_second, bytes_per_second, pss;
};

// The runtimes on one piece of work, one bar each.
struct Case {
  std::optional<std::int64_t> size, grain;
  std::string parameters;
  std::vector<std::size_t> rows;
  std::vector<std::size_t> leaders;  // the fastest row, and every one whose interval reaches its interval
};

// A runtime along a sweep of grains, in their order.
struct Line {
  std::string runtime;
  std::vector<std::size_t> rows;
};

struct Sweep {
  std::optional<std::int64_t> size, workers;
  std::string parameters;
  std::vector<Line> lines;
};

// How a kernel fares against serial. Its work at many grains becomes sweeps, the rest becomes cases.
struct KernelView {
  std::string kernel;
  std::vector<Case> cases;
  std::vector<Sweep> sweeps;
};

struct ControlView {
  std::size_t by_hand;                  // row
  std::optional<std::size_t> by_waist;  // row of the twin
  Ratio cost;                           // time through the waist / time by hand
};

// A warning, and how many values carry it.
struct Note {
  std::string text;
  std::size_t values = 0;
};

struct Views {
  std::vector<Source> sources;
  std::vector<Row> rows;  // by kernel, work, runtime and workers; serial first, controls last
  std::vector<std::string> kernels, runtimes;
  std::vector<std::size_t> failures, unsupported;  // rows
  std::vector<KernelView> pictures;                // of kernels with runtimes
  std::vector<ControlView> controls;
  std::vector<Note> notes;
};

Views make_views(const Results& results);

}  // namespace parallax::reports
