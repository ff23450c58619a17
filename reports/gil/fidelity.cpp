// SPDX-License-Identifier: MIT
#include "reports/gil/fidelity.hpp"

#include "reports/statistics/median.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

namespace parallax::reports::gil {
namespace {

// Rates under one lock, one per repetition, by switch interval and threads.
using Key = std::tuple<double, std::int64_t>;
struct Sides {
  std::vector<double> emulation, real;
};
using Table = std::map<Key, Sides>;

double interval_of(const Source& source) {
  const std::string_view text = source["gil_switch_interval_us"];
  double microseconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), microseconds);
  if (error != std::errc() || end != text.data() + text.size() || !(microseconds > 0))
    throw ResultsError(fmt::format("{}: its context states no gil_switch_interval_us", source.file));
  return microseconds * 1e-6;
}

// Items per second of all threads together.
std::vector<double> item_rates(const Cell& cell) {
  std::vector<double> rates;
  for (const double seconds : cell.seconds)
    rates.push_back(static_cast<double>(cell.id.size.value_or(1)) / seconds);
  return rates;
}

// Of the one thread that makes requests, one after the other: what is before its first does not count.
std::vector<double> request_rates(const Cell& cell) {
  std::vector<double> rates;
  const auto means = cell.counters.find("latency_mean");
  if (means == cell.counters.end()) return rates;
  for (const double mean : means->second) rates.push_back(1 / mean);
  return rates;
}

void add(Table& table, double interval, std::int64_t threads, const Cell& cell,
         const std::vector<double>& rates) {
  Sides& sides = table[{interval, threads}];
  auto& side = cell.id.runtime == "gil" ? sides.emulation : sides.real;
  side.insert(side.end(), rates.begin(), rates.end());
}

std::vector<Pair> pairs_of(const Table& table) {
  std::vector<Pair> pairs;
  for (const auto& [key, sides] : table) {
    if (sides.emulation.empty() || sides.real.empty()) continue;
    pairs.push_back({.interval_seconds = std::get<0>(key),
                     .threads = std::get<1>(key),
                     .emulation = median_with_interval(sides.emulation),
                     .real = median_with_interval(sides.real),
                     .ratio = ratio_of_medians(sides.emulation, sides.real),
                     .model = {}});
  }
  return pairs;
}

// The time of a request alone is the real lock's; if that was not measured at this interval, any other's.
void add_model(std::vector<Pair>& convoy) {
  for (Pair& pair : convoy) {
    const Pair* alone = nullptr;
    for (const Pair& other : convoy) {
      const bool same_interval = other.interval_seconds == pair.interval_seconds;
      if (other.threads == 0 && (!alone || same_interval)) alone = &other;
    }
    if (alone) pair.model = model_rate(1 / alone->real.point(), pair.interval_seconds, pair.threads);
  }
}

}  // namespace

Agreement agreement(const Estimate& ratio) {
  const auto [low, high] = ratio.possible();
  if (low >= 1 - tolerance && high <= 1 + tolerance) return Agreement::within;
  if (high < 1 - tolerance || low > 1 + tolerance) return Agreement::apart;
  return Agreement::not_resolved;
}

double model_rate(double request_seconds, double interval_seconds, std::int64_t computing) {
  return 1 / (request_seconds + 2 * interval_seconds * static_cast<double>(computing));
}

Fidelity fidelity_of(const std::vector<Results>& files) {
  Table computing, convoy;
  for (const Results& results : files) {
    for (const Cell& cell : results.cells) {
      if (status_of(cell) != Status::value || (cell.id.runtime != "gil" && cell.id.runtime != "cpython"))
        continue;
      const double interval = interval_of(results.sources.at(cell.source));
      if (cell.id.kernel == "spin")
        add(computing, interval, cell.id.workers.value_or(1), cell, item_rates(cell));
      if (cell.id.kernel == "convoy")
        add(convoy, interval, cell.id.size.value_or(1) - 1, cell, request_rates(cell));
    }
  }
  Fidelity fidelity{pairs_of(computing), pairs_of(convoy)};
  if (fidelity.computing.empty() && fidelity.convoy.empty())
    throw ResultsError("no spin or convoy was measured under both gil and cpython");
  add_model(fidelity.convoy);
  return fidelity;
}

}  // namespace parallax::reports::gil
