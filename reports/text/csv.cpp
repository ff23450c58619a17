// SPDX-License-Identifier: MIT
#include "reports/text/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

#include "reports/text/csv_line.hpp"

namespace parallax::reports::text {
namespace {

constexpr std::string_view heading_line =
    "name,kernel,runtime,workers,size,grain,parameters,control,kind,status,message,label,repetitions,median_"
    "s,low_s,high_s,"
    "confidence,cpu_s,cores_used,speedup,speedup_low,speedup_high,efficiency,slowdown_to_best,resolved_from_"
    "best,"
    "pss_bytes,start_s,stop_s,switches,items_per_second,bytes_per_second,requests_per_second,latency_p50_s,"
    "latency_p90_s,"
    "latency_p99_s,latency_max_s,counters,warnings\r\n";

constexpr std::array counters{"pss",
                              "start",
                              "stop",
                              "switches",
                              "items_per_second",
                              "bytes_per_second",
                              "requests_per_second",
                              "latency_p50",
                              "latency_p90",
                              "latency_p99",
                              "latency_max"};

using Line = CsvLine;
using MaybeNumber = std::optional<double>;

void add_interval(Line& line, const std::optional<Estimate>& estimate, bool with_confidence) {
  const auto* interval = estimate && estimate->interval ? &*estimate->interval : nullptr;
  line.add(estimate ? MaybeNumber(estimate->value) : std::nullopt);
  line.add(interval ? MaybeNumber(interval->low) : std::nullopt);
  line.add(interval ? MaybeNumber(interval->high) : std::nullopt);
  if (with_confidence) line.add(interval ? MaybeNumber(interval->confidence) : std::nullopt);
}

std::string warnings_of(const Row& row) {
  std::string text;
  for (const auto* estimate :
       {row.seconds ? &*row.seconds : nullptr, row.speedup.estimate ? &*row.speedup.estimate : nullptr})
    if (estimate)
      for (const auto& warning : estimate->warnings)
        if (text.find(warning) == std::string::npos) text += (text.empty() ? "" : "; ") + warning;
  return text;
}

// Those without a column of their own: "woken_p50=1.2e-05 woken_p99=4e-05".
std::string other_counters(const Row& row) {
  std::string text;
  for (const auto& [name, estimate] : row.counters)
    if (std::find(counters.begin(), counters.end(), name) == counters.end())
      text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, estimate.value);
  for (const auto& [name, value] : row.odd_counters)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, value);
  return text;
}

const Standing* standing_of(const Row& row, std::size_t index, const Views& views) {
  if (!row.work) return nullptr;
  for (const auto& best : views.works[*row.work].best_rows)
    if (best.row == index) return &best.standing;
  return nullptr;
}

std::string line_of(const Row& row, std::size_t index, const Views& views) {
  const auto* standing = standing_of(row, index, views);
  const auto share = efficiency(row);
  Line line;
  line.add(row.name)
      .add(row.id.kernel)
      .add(row.id.runtime)
      .add(row.id.workers)
      .add(row.id.size)
      .add(row.id.grain);
  line.add(parameters_text(row.id)).add(row.id.control ? "yes" : "no");
  line.add(row.work ? kind_name(views.works[*row.work].kind) : "")
      .add(status_name(row.status))
      .add(row.message)
      .add(row.label);
  line.add(std::optional(static_cast<std::int64_t>(row.repetitions)));
  add_interval(line, row.seconds, true);
  line.add(row.cpu_seconds).add(row.cores_used);
  add_interval(line, row.speedup.estimate, false);
  line.add(share ? MaybeNumber(share->value) : std::nullopt);
  line.add(standing ? MaybeNumber(standing->slowdown.value) : std::nullopt);
  line.add(!standing ? "" : standing->is_best ? "best" : standing->resolved ? "yes" : "no");
  for (const auto* name : counters) {
    const auto* found = row.counter(name);
    line.add(found ? MaybeNumber(found->value) : std::nullopt);
  }
  return line.add(other_counters(row)).add(warnings_of(row)).text();
}

}  // namespace

std::string csv(const Views& views) {
  std::string text(heading_line);
  for (std::size_t index = 0; index < views.rows.size(); ++index)
    text += line_of(views.rows[index], index, views);
  return text;
}

}  // namespace parallax::reports::text
