// SPDX-License-Identifier: MIT
//
// Results as a table for people: a group of rows for each kernel and case, one row per cell.
//
// Rows come while it is measured. Where cells are measured in their order, a row is printed as soon as those
// above it are; where they are measured in random order, a group once it is complete. At the end, and after a
// Ctrl-C, whatever is left is printed.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "benches/harness/console/cell_name.hpp"
#include "benches/harness/console/cell_results.hpp"
#include "benches/harness/console/columns.hpp"

namespace parallax {

struct ListedCell {
  std::string name;
  bool is_probe = false;
};

struct TableStyle {
  std::size_t columns = 100;  // no line is wider, down to 80
  bool colour = false;
  bool all_counters = false;
  bool in_random_order = false;
};

class ConsoleTable final : public benchmark::BenchmarkReporter {
 public:
  // `cells` are those that will come, in the order of the rows; others get rows of their own.
  ConsoleTable(const std::vector<ListedCell>& cells, TableStyle style);

  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

 private:
  struct Row {
    CellName name;
    CellResults results;
  };
  struct Group {
    std::string heading;
    GroupFacts facts;
    std::vector<Row> rows;
    std::size_t printed = 0;      // rows, those of which there is nothing to show included
    bool is_begun = false;        // its heading is printed
    bool is_ended = false;        // so are all of its rows and what stands below them
    std::string last_failure;     // of the row printed last; empty if it did not fail
    std::vector<Column> columns;  // once the first row with a value is printed
  };

  Row& add_row(const std::string& name, bool is_probe);
  // Prints rows of a group as far as it may: those whose turn it is, or all that have come.
  void print_ready(Group& group);
  void print_rest(Group& group);
  void print(Group& group, const Row& row);
  void print_failure(const std::string& head, const std::string& failure, bool is_repeated);
  void print_titles(Group& group, const CellResults& first);
  void end(Group& group);
  void print_labels(const Group& group);
  void print_counters(const Group& group);
  void line(std::string text, const char* colour = nullptr);

  const TableStyle style_;
  std::deque<Group> groups_;
  std::map<std::string, std::pair<std::size_t, std::size_t>> places_;  // group and row of each name
  std::set<std::string> told_labels_;
  Group* open_ = nullptr;  // some of its rows are printed, some not
  bool is_first_ = true;
};

}  // namespace parallax
