// SPDX-License-Identifier: MIT
// The interval of a quotient takes the worst of both intervals, so it is rather too wide than too narrow.
#include "reports/views/splits.hpp"

#include <algorithm>
#include <cmath>

namespace parallax::reports {
namespace {

constexpr double explained = 0.05, least_loss = 0.1;

constexpr std::array counters{"part_balance", "part_hand_out", "part_processors"};

const Estimate* computing(const Row& row) { return row.counter("computing_seconds"); }

const Row* alone(const Work& work, const std::vector<Row>& rows, const Row& row) {
  const Row* found = nullptr;
  for (const auto index : work.rows) {
    const auto& other = rows[index];
    if (other.id.workers != 1 || !computing(other)) continue;
    if (other.id.runtime == "serial") return &other;
    if (other.id.runtime == row.id.runtime) found = &other;
  }
  return found;
}

Estimate quotient(const Estimate& above, const Estimate& below) {
  const auto point = above.point() / below.point();
  for (const auto* one : {&above, &below})
    if (!one->interval())
      return Estimate(point, NoInterval{one->warnings().empty() ? "" : one->warnings().front()});
  return Estimate(point, Interval{above.interval()->low / below.interval()->high,
                                  above.interval()->high / below.interval()->low,
                                  std::min(above.interval()->confidence, below.interval()->confidence)});
}

std::optional<EfficiencySplit> split_of(const Work& work, const std::vector<Row>& rows, std::size_t index) {
  const auto& row = rows[index];
  if (!row.seconds || !row.id.workers || *row.id.workers < 2) return std::nullopt;
  const auto* const own = computing(row);
  const auto* const one = alone(work, rows, row);
  if (!own || !one || !one->seconds || own->point() <= 0 || computing(*one)->point() <= 0)
    return std::nullopt;
  const auto workers = static_cast<double>(*row.id.workers);
  EfficiencySplit split{
      index,
      quotient(*one->seconds, *row.seconds).through([=](double gain) { return gain / workers; }),
      {},
      0};
  for (const auto* const name : counters) {
    const auto* const part = row.counter(name);
    if (!part) return std::nullopt;
    split.parts.push_back(*part);
  }
  split.parts.push_back(quotient(*computing(*one), *own));
  if (const auto* const cost = row.counter("accounts_cost")) split.cost = cost->point();
  return split;
}

}  // namespace

double EfficiencySplit::unexplained() const {
  double product = 1;
  for (const auto& part : parts) product *= part.point();
  return product > 0 ? whole.point() / product - 1 : 0;
}

bool EfficiencySplit::is_explained() const { return std::abs(unexplained()) <= explained; }

std::optional<Part> EfficiencySplit::cause() const {
  if (!is_explained()) return std::nullopt;
  const auto least = std::min_element(
      parts.begin(), parts.end(), [](const Estimate& a, const Estimate& b) { return a.point() < b.point(); });
  if (!least->surely_below(1 - least_loss)) return std::nullopt;
  for (auto other = parts.begin(); other != parts.end(); ++other) {
    if (other == least) continue;
    if (!other->interval() || !least->interval()) return std::nullopt;
    if (least->interval()->high >= other->interval()->low) return std::nullopt;
  }
  return static_cast<Part>(least - parts.begin());
}

std::vector<EfficiencySplit> find_splits(const std::vector<Work>& works, const std::vector<Row>& rows) {
  std::vector<EfficiencySplit> splits;
  for (const auto& work : works)
    for (const auto index : work.rows)
      if (auto split = split_of(work, rows, index)) splits.push_back(*std::move(split));
  return splits;
}

std::string_view part_name(Part part) {
  constexpr std::array<std::string_view, 4> names{"balance", "hand-out", "processors", "speed"};
  return names[static_cast<std::size_t>(part)];
}

}  // namespace parallax::reports
