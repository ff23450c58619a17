// SPDX-License-Identifier: MIT
#include "reports/results/copies.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace parallax::reports {
namespace {

bool is_same_context(const Source& one, const Source& other) {
  return std::equal(
      one.context.begin(), one.context.end(), other.context.begin(), other.context.end(),
      [](const ContextEntry& a, const ContextEntry& b) { return a.key == b.key && a.value == b.value; });
}

bool is_same_cell(const Cell& one, const Cell& other) {
  return one.name == other.name && one.seconds == other.seconds && one.cpu_seconds == other.cpu_seconds &&
         one.errors == other.errors && one.counters == other.counters &&
         std::equal(
             one.aggregates.begin(), one.aggregates.end(), other.aggregates.begin(), other.aggregates.end(),
             [](const Aggregate& a, const Aggregate& b) { return a.name == b.name && a.value == b.value; });
}

std::vector<std::pair<double, double>> sorted_times(const Cell& cell) {
  std::vector<std::pair<double, double>> times;
  for (std::size_t i = 0; i < cell.seconds.size(); ++i)
    times.emplace_back(cell.seconds[i], i < cell.cpu_seconds.size() ? cell.cpu_seconds[i] : 0);
  std::sort(times.begin(), times.end());
  return times;
}

std::vector<std::string> sorted_errors(const Cell& cell) {
  auto errors = cell.errors;
  std::sort(errors.begin(), errors.end());
  return errors;
}

template <class T>
bool includes(const std::vector<T>& whole, const std::vector<T>& part) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

}  // namespace

bool have_same_numbers(const Results& one, const Results& other) {
  return std::equal(one.cells.begin(), one.cells.end(), other.cells.begin(), other.cells.end(), is_same_cell);
}

bool is_copy(const Results& one, const Results& other) {
  return std::equal(one.sources.begin(), one.sources.end(), other.sources.begin(), other.sources.end(),
                    is_same_context) &&
         have_same_numbers(one, other);
}

bool is_of_one_date(const Source& one, const Source& other) {
  return !one["date"].empty() && one["date"] == other["date"];
}

bool is_part_of(const Cell& part, const Cell& whole) {
  return includes(sorted_times(whole), sorted_times(part)) &&
         includes(sorted_errors(whole), sorted_errors(part));
}

}  // namespace parallax::reports
