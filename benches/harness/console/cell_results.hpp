// SPDX-License-Identifier: MIT
//
// What the runs of one cell came to, as its row of the table tells it.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace parallax {

class CellResults {
 public:
  // Rows in any order. Aggregates are taken only as long as there are no runs, for then somebody wants only
  // them (--benchmark_report_aggregates_only).
  void add(const benchmark::BenchmarkReporter::Run& run);

  // All repetitions have come, whatever came of them.
  bool is_complete() const { return has_aggregates_ || (runs_ > 0 && runs_ >= repetitions_); }
  std::size_t repetitions() const { return repetitions_; }
  std::size_t interrupted() const { return interrupted_; }
  bool has_value() const { return failure_.empty() && !seconds_.empty(); }
  // "crashed: ...", of the first repetition that failed; empty if none did.
  const std::string& failure() const { return failure_; }
  const std::string& label() const { return label_; }

  // Per iteration, medians over the repetitions that ended. Only if there is a value.
  double seconds() const;
  std::optional<double> cpu_seconds() const;  // if it is known of all repetitions
  std::optional<double> counter(const std::string& name) const;
  // Of all repetitions; 0 where it has none.
  double largest(const std::string& name) const;
  std::vector<std::string> counter_names() const;

  // Where the median lies: the interval that holds it with 95 %, of fewer than six repetitions their whole
  // range; nothing of a single one.
  struct Range {
    double low, high;
    bool is_interval;
  };
  std::optional<Range> range() const;
  // Where only aggregates came: standard deviation / mean.
  std::optional<double> variation() const { return variation_; }

 private:
  void add_value(const benchmark::BenchmarkReporter::Run& run);

  std::size_t repetitions_ = 1, runs_ = 0, interrupted_ = 0;
  bool has_aggregates_ = false;
  std::vector<double> seconds_, cpu_seconds_;
  std::map<std::string, std::vector<double>> counters_;
  std::optional<double> variation_;
  std::string failure_, label_;
};

}  // namespace parallax
