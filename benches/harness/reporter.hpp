// SPDX-License-Identifier: MIT
//
// Google Benchmark's reporters with four corrections on the way to them: the CPU column shows all workers
// instead of the conductor, names read as ours do (without "/manual_time"), what was not measured
// because the run was interrupted is left out, and what cannot be written is noticed.
#pragma once

#include <benchmark/benchmark.h>

#include <functional>
#include <memory>
#include <string>

namespace parallax {

class Reporter final : public benchmark::BenchmarkReporter {
 public:
  // Those that an interruption came before are neither measured nor failed; a table for people counts them.
  enum class Rows { all, measured };

  // `inner` prints; `before_rows` is called each time before it does, `when_lost` when a row could not
  // be written. `greeting`, where there is one, comes
  // before the first row. Google Benchmark's own lines about machine and library are dropped, which describe
  // the conductor's library ("built as DEBUG") and not what is timed.
  Reporter(
      std::unique_ptr<benchmark::BenchmarkReporter> inner, std::string greeting, Rows rows,
      std::function<void()> before_rows = [] {}, std::function<void()> when_lost = [] {});

  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

  // False if something could not be written: a full disk, say. To be asked after the run.
  bool written() const { return written_; }
  // Whether there is anything but what was interrupted.
  bool has_rows() const { return has_rows_; }

 private:
  std::unique_ptr<benchmark::BenchmarkReporter> inner_;
  std::string greeting_;
  Rows rows_;
  std::function<void()> before_rows_, when_lost_;
  bool written_ = true;
  bool has_rows_ = false;
};

// The inner reporter of --benchmark_out_format=FORMAT: json, csv or console.
std::unique_ptr<benchmark::BenchmarkReporter> reporter_for(const std::string& format);

}  // namespace parallax
