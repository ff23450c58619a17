// SPDX-License-Identifier: MIT
// What `report` is asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/views/views.hpp"

namespace parallax::reports {

// As those of `bench`: 1 is about what is shown, 2 about the command line, 3 about writing.
enum ReportExit { written = 0, unreadable_results = 1, wrong_arguments = 2, unwritable_output = 3 };

struct ReportOptions {
  std::vector<std::string> files;
  std::string output, filter, gate, trace, claims, colour = "auto", order = "name";
  bool terminal = false, markdown = false, csv = false, compare = false;

  Order row_order() const { return order == "file" ? Order::of_file : Order::by_name; }
  bool is_page() const { return !terminal && !markdown && !csv; }
};

// Reads the command line. Exit status if that is the end: help was asked for, or something is wrong, which was then said.
// Throws ResultsError if a folder has no results.
std::optional<int> parse_report_options(ReportOptions& options, int argc, char** argv);

}  // namespace parallax::reports
