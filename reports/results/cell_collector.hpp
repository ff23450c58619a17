// SPDX-License-Identifier: MIT
// The rows of one file, put together to cells. No benchmark gets lost: what cannot be read is a cell that says so,
// or a remark.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/results/cell.hpp"
#include "reports/results/cell_index.hpp"
#include "reports/results/remarks.hpp"
#include "reports/results/result_row.hpp"

namespace parallax::reports {

struct Source;

class CellCollector {
 public:
  // `file` is what messages call the file.
  explicit CellCollector(const std::string& file) : file_(file) {}
  CellCollector(const CellCollector&) = delete;
  CellCollector& operator=(const CellCollector&) = delete;

  // Throws ResultsError if there are more than can be borne.
  void add(ResultRow& row);

  // The source is told what else its rows say. Throws ResultsError if there is no cell.
  std::vector<Cell> take(Source& source);

 private:
  // Which of several benchmarks of one name a row belongs to, as far as it says.
  using Instance = std::pair<std::optional<std::uint64_t>, std::optional<std::uint64_t>>;

  // What is known of a cell only while its file is read.
  struct Progress {
    Instance instance;
    std::uint64_t next = 0;  // all repetitions before this one are there
    bool is_of_old = false;  // its rows have no "run_type"
    bool lacks_cpu = false;  // at least one repetition has no CPU time
    std::size_t row = 0;     // the first
  };

  static Instance instance_of(const ResultRow& row);
  Cell& cell_of(const std::string& name, const ResultRow& row, std::optional<std::uint64_t> repetition);
  Cell& new_cell(const std::string& name, std::size_t copy, const ResultRow& row);
  bool is_new(std::size_t cell, std::optional<std::uint64_t> repetition);
  void add_repetition(ResultRow& row);
  void read_repetition(ResultRow& row, Cell& cell);
  void add_counters(ResultRow& row, Cell& cell);
  void add_aggregate(ResultRow& row);
  void warn(Cell& cell, const ResultRow& row, const std::string& what);

  const std::string& file_;
  std::vector<Cell> cells_;
  std::vector<Progress> progress_;  // in step with them
  CellIndex known_{cells_};
  std::map<std::size_t, std::vector<std::size_t>> copies_;        // of the first cell of a name: the others
  std::set<std::pair<std::size_t, std::uint64_t>> out_of_order_;  // cell and repetition, beyond its `next`
  std::size_t current_ = 0;                                       // the cell of the last row
  Remarks remarks_, notes_;
  std::size_t rows_ = 0;      // aggregates included
  std::size_t counters_ = 0;  // different ones of all cells
};

}  // namespace parallax::reports
