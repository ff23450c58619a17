// SPDX-License-Identifier: MIT
#include "reports/results/old_aggregates.hpp"

#include <array>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace parallax::reports {
namespace {

// What such a name is made of; no aggregate for every other name.
struct Parts {
  std::string_view benchmark, aggregate;
};

Parts parts_of(std::string_view name) {
  constexpr std::array<std::string_view, 3> aggregates{"mean", "median", "stddev"};
  for (const auto aggregate : aggregates) {
    const auto size = aggregate.size() + 1;
    if (name.size() > size && name[name.size() - size] == '_' &&
        name.substr(name.size() - size + 1) == aggregate)
      return {name.substr(0, name.size() - size), aggregate};
  }
  return {name, {}};
}

// From a cell of its own to what it says of its benchmark.
void add(Cell& benchmark, const Cell& cell, std::string_view called) {
  Aggregate aggregate{.name = std::string(called), .value = cell.seconds.front()};
  if (!cell.cpu_seconds.empty()) aggregate.cpu_seconds = cell.cpu_seconds.front();
  benchmark.aggregates.push_back(std::move(aggregate));
  if (called != "stddev" && benchmark.counters.empty()) benchmark.counters = cell.counters;
  if (!cell.label.empty()) benchmark.label = cell.label;
}

}  // namespace

void turn_old_aggregates(std::vector<Cell>& cells, const std::vector<bool>& is_of_old) {
  std::unordered_set<std::string> benchmarks;
  std::unordered_map<std::string, std::size_t> aggregates;  // how many there are of a benchmark
  for (std::size_t i = 0; i < cells.size(); ++i) {
    benchmarks.insert(cells[i].name);
    const auto parts = parts_of(cells[i].name);
    if (is_of_old[i] && !parts.aggregate.empty() && cells[i].seconds.size() == 1 && cells[i].errors.empty())
      ++aggregates[std::string(parts.benchmark)];
  }
  if (aggregates.empty()) return;

  std::vector<Cell> kept;
  std::unordered_map<std::string, std::size_t> made;  // cells of nothing but aggregates
  for (std::size_t i = 0; i < cells.size(); ++i) {
    auto& cell = cells[i];
    const auto parts = parts_of(cell.name);
    const std::string benchmark(parts.benchmark);
    const bool is_one =
        is_of_old[i] && !parts.aggregate.empty() && cell.seconds.size() == 1 && cell.errors.empty();
    if (is_one && benchmarks.count(benchmark) > 0) continue;
    if (!is_one || aggregates[benchmark] < 2) {
      kept.push_back(std::move(cell));
      continue;
    }
    const auto [place, is_first] = made.emplace(benchmark, kept.size());
    if (is_first) {
      auto& whole = kept.emplace_back();
      whole.name = benchmark;
      whole.id = parse_cell_name(benchmark);
    }
    add(kept[place->second], cell, parts.aggregate);
  }
  cells = std::move(kept);
}

}  // namespace parallax::reports
