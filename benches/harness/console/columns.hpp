// SPDX-License-Identifier: MIT
//
// The columns of a group's table: what they show, and how many of them fit.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "benches/harness/console/cell_results.hpp"

namespace parallax {

struct Column {
  std::string title;
  std::size_t width;
  std::string counter;  // which counter it shows; empty if none
  std::string (*text)(const CellResults& cell, const CellResults* baseline);
};

// What a group's columns depend on.
struct GroupFacts {
  std::size_t name_width = 0;  // of its longest runtime
  bool has_baseline = false;   // `serial` is among its cells
  bool is_probe = false;       // the interesting number is the time of one item
};

// Those that fit into so many columns of a terminal, the most important ones first. `first` is a cell
// of the group with a value, which tells what there is to show.
std::vector<Column> fitting_columns(const GroupFacts& group, const CellResults& first,
                                    std::size_t terminal_columns);

// "  fork                      2", with room for the longest name, before the columns.
std::string row_head(const GroupFacts& group, const std::string& runtime, const std::string& workers);

}  // namespace parallax
