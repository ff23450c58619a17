// SPDX-License-Identifier: MIT
#include "benches/harness/reporter.hpp"

#include <cmath>
#include <sstream>
#include <utility>

#include "benches/harness/cell.hpp"
#include "benches/harness/registration.hpp"
#include "benches/harness/run_failure.hpp"

namespace parallax {
namespace {

using Run = benchmark::BenchmarkReporter::Run;

void correct(Run& run) {
  run.run_name.time_type.clear();
  run.run_name.iterations.clear();
  run.run_name.repetitions.clear();
  if (failed(run)) run.iterations = 0;
  // The coefficient of variation of zeros is no number, and JSON has no word for that.
  std::erase_if(run.counters, [](const auto& counter) { return !std::isfinite(counter.second.value); });
  const auto cpu = run.counters.find(cpu_counter);
  run.cpu_accumulated_time = 0;  // the conductor's; where that of workers is not known, no other is told
  if (cpu == run.counters.end()) return;
  // Reporters divide a time by the number of iterations, but not a percentage (the coefficient of variation).
  const bool divided = run.aggregate_unit == benchmark::kTime && run.iterations != 0;
  run.cpu_accumulated_time = cpu->second.value * (divided ? static_cast<double>(run.iterations) : 1.0);
  run.counters.erase(cpu);
}

}  // namespace

Reporter::Reporter(std::unique_ptr<benchmark::BenchmarkReporter> inner, std::string greeting, Rows rows,
                   std::function<void()> before_rows, std::function<void()> when_lost)
    : inner_(std::move(inner)),
      greeting_(std::move(greeting)),
      rows_(rows),
      before_rows_(std::move(before_rows)),
      when_lost_(std::move(when_lost)) {}

bool Reporter::ReportContext(const Context& context) {
  inner_->SetOutputStream(&GetOutputStream());
  std::ostringstream dropped;
  inner_->SetErrorStream(&dropped);
  const bool go_on = inner_->ReportContext(context);
  inner_->SetErrorStream(&GetErrorStream());
  GetErrorStream() << greeting_;
  return go_on;
}

void Reporter::ReportRuns(const std::vector<Run>& runs) {
  std::vector<Run> corrected = runs;
  // What an interruption came before is neither measured nor failed.
  if (rows_ == Rows::measured)
    std::erase_if(corrected,
                  [](const Run& run) { return failed(run) && was_interrupted(failure_text(run)); });
  if (corrected.empty()) return;
  has_rows_ = true;
  for (Run& run : corrected) correct(run);
  before_rows_();
  inner_->ReportRuns(corrected);
  if (!GetOutputStream().flush()) when_lost_();
}

void Reporter::Finalize() {
  inner_->Finalize();
  written_ = static_cast<bool>(GetOutputStream().flush());
}

std::unique_ptr<benchmark::BenchmarkReporter> reporter_for(const std::string& format) {
  if (format == "json") return std::make_unique<benchmark::JSONReporter>();
  if (format == "console") return std::make_unique<benchmark::ConsoleReporter>();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"  // deprecated, but still a format of the flag
  if (format == "csv") return std::make_unique<benchmark::CSVReporter>();
#pragma GCC diagnostic pop
  return nullptr;
}

}  // namespace parallax
