// SPDX-License-Identifier: MIT
//
// Google Benchmark's reporters with three corrections on the way to them: the CPU column shows all workers
// instead of the conductor, names read as ours do (without "/manual_time"), and what cannot be written is
// noticed.
#pragma once

#include <benchmark/benchmark.h>

#include <functional>
#include <memory>
#include <string>

namespace parallax {

class Reporter final : public benchmark::BenchmarkReporter {
 public:
  // `inner` prints; `before_rows` is called each time before it does, `when_lost` when a row could not
  // be written. `greeting`, where there is one, comes
  // before the first row. Google Benchmark's own lines about machine and library are dropped, which describe
  // the conductor's library ("built as DEBUG") and not what is timed.
  Reporter(
      std::unique_ptr<benchmark::BenchmarkReporter> inner, std::string greeting,
      std::function<void()> before_rows = [] {}, std::function<void()> when_lost = [] {});

  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

  // False if something could not be written: a full disk, say. To be asked after the run.
  bool written() const { return written_; }

 private:
  std::unique_ptr<benchmark::BenchmarkReporter> inner_;
  std::string greeting_;
  std::function<void()> before_rows_, when_lost_;
  bool written_ = true;
};

// The inner reporter of --benchmark_out_format=FORMAT: json, csv or console.
std::unique_ptr<benchmark::BenchmarkReporter> reporter_for(const std::string& format);

}  // namespace parallax
