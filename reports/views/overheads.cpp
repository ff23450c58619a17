// SPDX-License-Identifier: MIT
// A region is the time of the smallest `empty`. A claim is the difference to the largest one, per chunk; its
// interval takes the worst of both intervals, so it is rather too wide than too narrow.
#include "reports/views/overheads.hpp"

#include <algorithm>

namespace parallax::reports {
namespace {

struct Measured {
  const Row* small = nullptr;
  const Row* large = nullptr;
};

double chunks(const Row& row) {
  return static_cast<double>(row.id.size.value_or(1)) /
         static_cast<double>(std::max<std::int64_t>(1, row.id.grain.value_or(1)));
}

std::optional<Estimate> claim_of(const Measured& measured) {
  if (!measured.large || measured.large == measured.small) return std::nullopt;
  const auto& small = *measured.small->seconds;
  const auto& large = *measured.large->seconds;
  const auto more = chunks(*measured.large) - chunks(*measured.small);
  if (more <= 0) return std::nullopt;
  const auto claim = std::max(0.0, large.point() - small.point()) / more;
  if (!large.interval()) return Estimate(claim, NoInterval{large.warnings().front()});
  if (!small.interval()) return Estimate(claim, NoInterval{small.warnings().front()});
  return Estimate(claim,
                  Interval{std::max(0.0, large.interval()->low - small.interval()->high) / more,
                           std::max(0.0, large.interval()->high - small.interval()->low) / more,
                           std::min(small.interval()->confidence, large.interval()->confidence)},
                  large.warnings());
}

Measured find(const std::string& runtime, const std::vector<Work>& works, const std::vector<Row>& rows,
              std::optional<std::int64_t> processors) {
  Measured measured;
  std::int64_t workers = 0;
  const auto consider = [&](const Row& row) {
    if (row.id.runtime != runtime || !row.seconds) return;
    if (processors && *row.id.workers > *processors) return;
    if (*row.id.workers > workers) measured = {}, workers = *row.id.workers;
    if (*row.id.workers < workers) return;
    if (!measured.small || chunks(row) < chunks(*measured.small)) measured.small = &row;
    if (!measured.large || chunks(row) > chunks(*measured.large)) measured.large = &row;
  };
  for (const auto& work : works)
    if (work.kind == WorkKind::overhead)
      for (const auto index : work.rows) consider(rows[index]);
  return measured;
}

}  // namespace

std::vector<Overhead> find_overheads(const std::vector<Work>& works, const std::vector<Row>& rows,
                                     const std::vector<std::string>& runtimes,
                                     std::optional<std::int64_t> processors) {
  std::vector<Overhead> overheads;
  for (const auto& runtime : runtimes) {
    const auto measured = find(runtime, works, rows, processors);
    if (!measured.small) continue;
    const auto counter = [&](const char* name) -> std::optional<Estimate> {
      const auto* found = measured.small->counter(name);
      return found ? std::optional(*found) : std::nullopt;
    };
    overheads.push_back({runtime, measured.small->id.workers.value_or(1), measured.small->seconds,
                         claim_of(measured), counter("start"), counter("stop")});
  }
  return overheads;
}

}  // namespace parallax::reports
