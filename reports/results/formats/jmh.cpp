// SPDX-License-Identifier: MIT
// JMH -rf json: benchmarks with the scores of their iterations in every fork. A throughput is turned into the time that
// one operation takes; the score stays as a counter.
#include <array>

#include "reports/results/formats/foreign_cells.hpp"
#include "reports/results/formats/formats.hpp"

namespace parallax::reports {
namespace {

double seconds_of(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, double>, 8> units{{{"ns", 1e-9},
                                                                      {"us", 1e-6},
                                                                      {"ms", 1e-3},
                                                                      {"s", 1},
                                                                      {"min", 60},
                                                                      {"hr", 3600},
                                                                      {"day", 86400},
                                                                      {"µs", 1e-6}}};
  for (const auto& [name, seconds] : units)
    if (name == unit) return seconds;
  return 0;
}

// "ns/op" or "ops/ms", as what a score has to be multiplied with, or what has to be divided by it.
struct Unit {
  double seconds = 0;  // 0: neither
  bool is_rate = false;
};

Unit unit_of(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return {};
  const auto before = text.substr(0, slash), behind = text.substr(slash + 1);
  if (before.substr(0, 3) == "ops") return {seconds_of(behind), true};
  return {seconds_of(before), false};
}

std::string name_of(const JsonTree& one) {
  std::string name(one["benchmark"].text());
  for (const auto& [key, value] : one["params"].members) name += fmt::format("/{}:{}", key, value.shown());
  if (const auto threads = one["threads"].number(); threads && *threads != 1)
    name += fmt::format("/threads:{}", *threads);
  return one["mode"].text().empty() ? name : fmt::format("{} ({})", name, one["mode"].text());
}

}  // namespace

Results read_jmh(const JsonTree& tree, const std::string& file) {
  ForeignCells cells(file);
  if (!tree.items.empty()) {
    cells.add_context("jdk", tree.items.front()["jdkVersion"]);
    cells.add_context("vm", tree.items.front()["vmName"]);
    cells.add_context("vm_version", tree.items.front()["vmVersion"]);
    cells.add_context("jmh", tree.items.front()["jmhVersion"]);
  }
  for (std::size_t i = 0; i < tree.items.size(); ++i) {
    const auto& one = tree.items[i];
    if (one["benchmark"].text().empty()) {
      cells.leave_out(fmt::format("[{}]", i), "\"benchmark\" is missing");
      continue;
    }
    auto& cell = cells.add(name_of(one));
    const auto& metric = one["primaryMetric"];
    const auto unit = unit_of(metric["scoreUnit"].text());
    if (unit.seconds == 0) {
      cell.errors.push_back(
          fmt::format("unreadable: \"scoreUnit\" is \"{}\", which is no time per operation and no rate",
                      metric["scoreUnit"].text()));
      continue;
    }
    std::vector<double> scores;
    for (const auto& fork : metric["rawData"].items)
      for (const auto score : times_among(fork, cell)) scores.push_back(score);
    const bool has_only_mean = scores.empty();
    if (const auto score = metric["score"].number(); has_only_mean && score) scores.push_back(*score);
    for (const auto score : scores) {
      const auto seconds = unit.is_rate ? unit.seconds / score : score * unit.seconds;
      if (has_only_mean)
        add_aggregate(cell, "mean", seconds);
      else
        cell.seconds.push_back(seconds);
      if (unit.is_rate) cell.counters["items_per_second"].push_back(score / unit.seconds);
    }
    cell.planned = cell.seconds.size();
    for (const auto& [key, value] : one["secondaryMetrics"].members)
      if (const auto score = value["score"].number()) cell.counters[key].push_back(*score);
  }
  return cells.take();
}

}  // namespace parallax::reports
