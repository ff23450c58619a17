// SPDX-License-Identifier: MIT
// The interval of a quotient takes the worst of both intervals, so it is rather too wide than too narrow.
#include "reports/views/splits.hpp"

#include <algorithm>
#include <cmath>

namespace parallax::reports {
namespace {

constexpr double explained = 0.05, least_loss = 0.1;

const Estimate* computing(const Row& row) { return row.counter("computing_seconds"); }

const Row* alone(const Work& work, const std::vector<Row>& rows, const Row& row) {
  const Row* found = nullptr;
  for (const auto index : work.rows) {
    const auto& other = rows[index];
    if (other.id.workers != 1 || !other.seconds || (computing(row) && !computing(other))) continue;
    if (other.id.runtime == "serial") return &other;
    if (other.id.runtime == row.id.runtime) found = &other;
  }
  return found;
}

Estimate quotient(const Estimate& above, const Estimate& below) {
  const auto point = above.point() / below.point();
  for (const auto* one : {&above, &below}) {
    if (one->is_exact()) continue;
    if (!one->interval())
      return Estimate(point, NoInterval{one->warnings().empty() ? "" : one->warnings().front()});
  }
  const auto ends = [](const Estimate& one) {
    return one.interval() ? *one.interval() : Interval{one.point(), one.point(), 1};
  };
  const auto a = ends(above), b = ends(below);
  return Estimate(point, Interval{a.low / b.high, a.high / b.low, std::min(a.confidence, b.confidence)});
}

std::optional<EfficiencySplit> split_of(const Work& work, const std::vector<Row>& rows, std::size_t index) {
  const auto& row = rows[index];
  const auto *const balance = row.counter("part_balance"), *const processors = row.counter("part_processors");
  if (!row.seconds || !row.id.workers || *row.id.workers < 2 || !balance || !processors) return std::nullopt;
  const auto *const own = computing(row), *const hand_out = row.counter("part_hand_out");
  const auto* const one = alone(work, rows, row);
  if (!one || one->seconds->point() <= 0 || row.seconds->point() <= 0) return std::nullopt;
  const auto workers = static_cast<double>(*row.id.workers);
  EfficiencySplit split{
      index, quotient(*one->seconds, *row.seconds).through([=](double gain) { return gain / workers; }),
      {},    false,
      0,     false};
  if (own && hand_out && own->point() > 0) {
    split.parts = {*balance, *hand_out, *processors, quotient(*computing(*one), *own)};
  } else {
    if (balance->point() <= 0 || processors->point() <= 0) return std::nullopt;
    split.is_assumed = true;
    split.parts = {*balance, quotient(quotient(split.whole, *balance), *processors), *processors,
                   Estimate::exactly(1)};
  }
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
  if (is_crowded || !is_explained()) return std::nullopt;
  const auto least = std::min_element(
      parts.begin(), parts.end(), [](const Estimate& a, const Estimate& b) { return a.point() < b.point(); });
  if (!least->surely_below(1 - least_loss)) return std::nullopt;
  for (auto other = parts.begin(); other != parts.end(); ++other) {
    if (other == least) continue;
    if (!least->interval() || (!other->interval() && !other->is_exact())) return std::nullopt;
    const auto low = other->interval() ? other->interval()->low : other->point();
    if (least->interval()->high >= low) return std::nullopt;
  }
  return static_cast<Part>(least - parts.begin());
}

std::vector<EfficiencySplit> find_splits(const std::vector<Work>& works, const std::vector<Row>& rows,
                                         std::optional<std::int64_t> processors) {
  std::vector<EfficiencySplit> splits;
  for (const auto& work : works) {
    if (work.is_disturbed) continue;
    for (const auto index : work.rows) {
      auto split = split_of(work, rows, index);
      if (!split) continue;
      split->is_crowded = processors && *rows[index].id.workers > *processors;
      splits.push_back(*std::move(split));
    }
  }
  return splits;
}

std::string_view part_name(Part part) {
  constexpr std::array<std::string_view, 4> names{"balance", "hand-out", "processors", "speed"};
  return names[static_cast<std::size_t>(part)];
}

}  // namespace parallax::reports
