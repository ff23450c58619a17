// SPDX-License-Identifier: MIT
// PEP 371's tables again, from results of `bench`: n workers do n times the work (weak scaling).
//
// A sample is one repetition of a cell: starting the workers, one run, ending them (start + time + stop), as
// the PEP timed it. Which cell stands for which of the PEP's loops is decided here and nowhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/pep371/published.hpp"
#include "reports/results/results.hpp"
#include "reports/statistics/estimate.hpp"

namespace parallax::reports::pep371 {

// The PEP's three, and threads that no lock holds up, which it could not have.
enum Column { serial, gil, threads, fork, column_count };

struct Row {
  int n = 1;
  std::array<std::vector<double>, column_count> seconds;  // one per repetition; empty: not measured
};

struct Table {
  Test test;
  std::string variant;  // "latency 1 ms", where a loop is measured in two ways
  std::string here;     // what one loop is here, and what differs from the PEP
  std::vector<Row> rows;
};

struct Tables {
  std::int64_t cores = 0;  // usable ones; 0: the file does not say
  std::vector<Table> tables;
};

// Every table of which at least one row has both a serial time and another one; of `queue` there is none, see
// queue_differs. Throws ResultsError if there is none at all, or a cell of interest has failed.
Tables tables_of(const std::vector<Results>& files);

// Why the PEP's sixth table has no counterpart.
extern const char* const queue_differs;

// What a message costs through our feeder-queue, in seconds, for each cell of it that there is.
struct QueueMessage {
  std::string cell;
  Estimate seconds;
};
std::vector<QueueMessage> queue_messages(const std::vector<Results>& files);

// The quotient of two columns, as the PEP would have computed it (best by best), and of the medians.
struct Quotient {
  double of_minima;
  Estimate of_medians;
};
std::optional<Quotient> quotient(const Row& row, Column numerator, Column denominator);

}  // namespace parallax::reports::pep371
