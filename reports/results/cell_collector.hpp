// SPDX-License-Identifier: MIT
// The rows of one file, put together to cells. A row that stands there twice is found.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/results/cell.hpp"
#include "reports/results/cell_index.hpp"
#include "reports/results/result_row.hpp"

namespace parallax::reports {

class CellCollector {
 public:
  // `file` is what messages call the file.
  explicit CellCollector(const std::string& file) : file_(file) {}
  CellCollector(const CellCollector&) = delete;
  CellCollector& operator=(const CellCollector&) = delete;

  // Throws ResultsError if the row is none.
  void add(ResultRow& row);

  // Throws ResultsError if there are none, or if a repetition occurs twice.
  std::vector<Cell> take();

 private:
  // Which row told a repetition of a cell.
  struct Repetition {
    std::size_t cell;
    std::uint64_t repetition;
    std::size_t row;
  };

  Cell& cell_of(const std::string& name);
  void check_repetitions();

  const std::string& file_;
  std::vector<Cell> cells_;
  CellIndex known_{cells_};
  std::size_t current_ = 0;  // the cell of the last row
  std::vector<Repetition> repetitions_;
  std::size_t rows_ = 0;      // aggregates included
  std::size_t counters_ = 0;  // different ones of all cells
};

}  // namespace parallax::reports
