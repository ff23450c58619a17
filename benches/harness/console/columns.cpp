// SPDX-License-Identifier: MIT
#include "benches/harness/console/columns.hpp"

#include <fmt/format.h>

#include "benches/harness/console/counter_text.hpp"
#include "support/median.hpp"
#include "support/plain_text.hpp"
#include "support/units.hpp"

namespace parallax {
namespace {

constexpr std::size_t between = 2, workers_width = 7;

template <const char* name>
std::string counter(const CellResults& cell, const CellResults*) {
  const auto value = cell.counter(name);
  return value ? counter_text(name, *value) : "";
}

constexpr char pss[] = "pss", latency_p99[] = "latency_p99", bytes_per_second[] = "bytes_per_second";

std::string time(const CellResults& cell, const CellResults*) { return seconds_text(cell.seconds()); }

std::string cpu_time(const CellResults& cell, const CellResults*) {
  const auto seconds = cell.cpu_seconds();
  return seconds ? seconds_text(*seconds) : "–";
}

// Two decimals as far as they say something: 0.99 and 1.01 lie on either side of one.
std::string speed_up(const CellResults& cell, const CellResults* baseline) {
  if (!baseline || !baseline->has_value() || !(cell.seconds() > 0)) return "";
  const double ratio = baseline->seconds() / cell.seconds();
  if (ratio < 0.001) return "<0.001×";
  return ratio >= 0.1 && ratio < 1 ? fmt::format("{:.2f}×", ratio) : ratio_text(ratio);
}

std::string interval(const CellResults& cell, const CellResults*) {
  const auto range = cell.range();
  return range && range->is_interval ? seconds_range_text(range->low, range->high) : "";
}

std::string least_to_most(const CellResults& cell, const CellResults*) {
  const auto range = cell.range();
  return range ? seconds_range_text(range->low, range->high) : "";
}

std::string variation(const CellResults& cell, const CellResults*) {
  return cell.variation() ? fmt::format("{:.1f} %", *cell.variation() * 100) : "";
}

// Under a title that says per second.
template <const char* name>
std::string rate(const CellResults& cell, const CellResults*) {
  const auto value = cell.counter(name);
  return value ? scaled_text(*value) : "";
}

constexpr char items_per_second[] = "items_per_second", requests_per_second[] = "requests_per_second";

std::string time_of_an_item(const CellResults& cell, const CellResults*) {
  const auto rate = cell.counter(items_per_second);
  return rate && *rate > 0 ? seconds_text(1 / *rate) : "";
}

bool has_several_items(const CellResults& cell) {
  return cell.counter(items_per_second).value_or(0) * cell.seconds() > 1.5;
}

Column spread_column(const CellResults& first) {
  if (first.variation()) return {"cv", 7, {}, variation};
  if (!median_rank(first.repetitions())) return {"min–max", 15, {}, least_to_most};
  return {"95 % interval", 15, {}, interval};
}

Column rate_column(const GroupFacts& group, const CellResults& first) {
  if (group.is_probe) return {"per item", 8, items_per_second, time_of_an_item};
  if (first.counter(requests_per_second))
    return {"requests/s", 10, requests_per_second, rate<requests_per_second>};
  if (first.counter(bytes_per_second)) return {"memory/s", 10, bytes_per_second, counter<bytes_per_second>};
  return {"items/s", 7, items_per_second, rate<items_per_second>};
}

}  // namespace

std::vector<Column> fitting_columns(const GroupFacts& group, const CellResults& first,
                                    std::size_t terminal_columns) {
  std::vector<Column> columns{{"time", 7, {}, time}};
  if (first.repetitions() > 1) columns.push_back(spread_column(first));
  if (group.has_baseline) columns.push_back({"speed-up", 8, {}, speed_up});
  const Column cpu{"CPU time", 8, {}, cpu_time};
  // Of a probe the time of one item is what it was written for.
  if (group.is_probe && has_several_items(first)) columns.insert(columns.begin(), rate_column(group, first));
  columns.push_back(cpu);
  if (!group.is_probe) columns.push_back(rate_column(group, first));
  if (first.counter(latency_p99)) columns.push_back({"p99 latency", 11, latency_p99, counter<latency_p99>});
  if (first.counter(pss)) columns.push_back({"memory", 8, pss, counter<pss>});

  std::size_t used = text::width(row_head(group, "", ""));
  std::size_t fitting = 0;
  for (; fitting < columns.size(); ++fitting) {
    used += between + columns[fitting].width;
    if (used > terminal_columns && fitting > 0) break;
  }
  columns.resize(fitting);
  return columns;
}

std::string row_head(const GroupFacts& group, const std::string& runtime, const std::string& workers) {
  return "  " + text::left(runtime, group.name_width) + "  " + text::right(workers, workers_width);
}

}  // namespace parallax
