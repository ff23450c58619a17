// SPDX-License-Identifier: MIT
// Where results differ that must not be merged: two machines, commits or compilers, or more of them. Cells of
// one name are compared, and the fastest way that each result has for one work.
//
// Ratios are "how many times as fast as the first result". They are no speed-ups: the results were not
// measured side by side, so a ratio holds what the machines did at two times.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reports/statistics/estimate.hpp"
#include "reports/views/comparison.hpp"
#include "reports/views/views.hpp"

namespace parallax::reports {

// One of the results that are compared.
struct ComparedResult {
  std::string name;   // what tells it from the others: a host, a processor, a commit, a compiler or a file
  std::string files;  // "a.json", "a.json and 2 more"
  std::string why;    // it was not merged with the first; empty for the first
  std::size_t cells = 0, alone = 0;  // all; those that the first lacks (for the first: that no other has)
};

// A line of the contexts; a value for each result, empty where it states none.
struct ContextLine {
  std::string key;
  std::vector<std::string> values;
  bool differs = false, keeps_apart = false;  // in any way; as a machine or a program does
};

// A cell in another result against the same cell in the first. Above 1 the other one is faster.
struct OneDifference {
  std::optional<std::size_t> row;  // in the views of that result; nothing if it was not measured there
  Ratio ratio;                     // with a reason where there is none
  bool resolved = false;           // surely not 1, when all cells are looked at together
};

struct CellDifference {
  std::string name;
  CellId id;
  std::size_t first_row = 0;
  std::vector<OneDifference> others;  // one for each result but the first
};

// All cells of one kernel under one runtime: geometric mean of their ratios.
struct GroupDifference {
  std::string kernel, runtime;     // an empty runtime: of another project, or all runtimes together
  std::vector<std::size_t> cells;  // how many for each result but the first
  std::vector<std::optional<Estimate>> means;  // likewise
  // Geometric mean of the times in each result, the first included, over the cells that all of them have;
  // empty if there are none.
  std::vector<double> seconds;
};

// The fastest way that each result has for a work, with as many workers as it likes.
struct WorkDifference {
  std::string kernel, text;
  std::size_t first_row = 0;
  std::vector<OneDifference> others;  // resolved among the works
};

struct Differences {
  std::vector<ComparedResult> results;
  std::vector<ContextLine> context;
  std::vector<CellDifference> cells;     // that the first and another one have; those that gain most first
  std::vector<GroupDifference> kernels;  // each kernel over all its runtimes
  std::vector<GroupDifference> groups;   // kernels x runtimes, in the order of the kernels
  std::vector<WorkDifference> works;     // that all results did; no overheads
  std::size_t works_faster = 0, works_slower = 0;    // of the ratios of works, surely
  std::size_t compared = 0, faster = 0, slower = 0;  // ratios; of these surely above 1, and below
  std::size_t too_few = 0;                           // ratios with too few repetitions to be sure of anything
};

// `why` is what keeps each result apart from the first (results/grouping.hpp). There are at least two.
Differences find_differences(const std::vector<Views>& results, const std::vector<std::string>& why);

}  // namespace parallax::reports
