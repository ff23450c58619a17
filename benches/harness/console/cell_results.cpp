// SPDX-License-Identifier: MIT
#include "benches/harness/console/cell_results.hpp"

#include <algorithm>

#include "benches/harness/cell.hpp"
#include "benches/harness/run_failure.hpp"
#include "support/median.hpp"

namespace parallax {

using Run = benchmark::BenchmarkReporter::Run;

void CellResults::add(const Run& run) {
  repetitions_ = static_cast<std::size_t>(std::max<std::int64_t>(run.repetitions, 1));
  if (run.run_type == Run::RT_Aggregate) {
    if (runs_ > 0) return;
    has_aggregates_ = true;
    if (run.aggregate_name == "median") add_value(run);
    if (run.aggregate_name == "cv") variation_ = run.real_accumulated_time;
    return;
  }
  ++runs_;
  if (!failed(run)) return add_value(run);
  const std::string& reason = failure_text(run);
  if (reason.rfind(status_text(Status::interrupted), 0) == 0) {
    ++interrupted_;
  } else if (failure_.empty()) {
    failure_ = reason;
  }
}

void CellResults::add_value(const Run& run) {
  const auto iterations = static_cast<double>(std::max<std::int64_t>(run.iterations, 1));
  seconds_.push_back(run.real_accumulated_time / iterations);
  if (run.cpu_accumulated_time > 0) cpu_seconds_.push_back(run.cpu_accumulated_time / iterations);
  for (const auto& [name, counter] : run.counters) counters_[name].push_back(counter.value);
  if (label_.empty()) label_ = run.report_label;
}

double CellResults::seconds() const { return median(seconds_); }

std::optional<double> CellResults::cpu_seconds() const {
  if (cpu_seconds_.size() < seconds_.size()) return std::nullopt;
  return median(cpu_seconds_);
}

std::optional<double> CellResults::counter(const std::string& name) const {
  const auto found = counters_.find(name);
  if (found == counters_.end()) return std::nullopt;
  const auto& values = found->second;
  // A rate belongs to the time that is shown: the median of rates would belong to another one.
  if (name.ends_with("_per_second")) return values.front() * seconds_.front() / seconds();
  return median(values);
}

double CellResults::largest(const std::string& name) const {
  const auto found = counters_.find(name);
  return found == counters_.end() ? 0 : *std::max_element(found->second.begin(), found->second.end());
}

std::vector<std::string> CellResults::counter_names() const {
  std::vector<std::string> names;
  for (const auto& [name, values] : counters_) names.push_back(name);
  return names;
}

std::optional<CellResults::Range> CellResults::range() const {
  if (seconds_.size() < 2) return std::nullopt;
  const auto rank = median_rank(seconds_.size());
  std::vector<double> sorted = seconds_;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t from_end = rank.value_or(1);
  return Range{sorted[from_end - 1], sorted[sorted.size() - from_end], rank.has_value()};
}

}  // namespace parallax
