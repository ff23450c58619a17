// SPDX-License-Identifier: MIT
#include "benches/harness/trace/timeline.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace parallax {
namespace {

// Clocks of two machines differ by more.
constexpr std::int64_t same_clock = 1'000'000;

// A worker's calls of one region as spans, with what it did between them.
void add_region(Timeline::Row& row, const Timeline::Region& region, std::vector<TraceSlice> calls) {
  if (calls.empty()) {
    row.spans.push_back({.doing = Doing::waiting, .begin = region.begin, .end = region.end});
    return;
  }
  if (calls.front().begin < region.begin - same_clock || calls.back().end > region.end + same_clock) {
    row.moved = true;
    const std::int64_t by = region.end - calls.back().end;
    for (TraceSlice& slice : calls) slice.begin += by, slice.end += by;
  }
  std::int64_t at = region.begin;
  for (const TraceSlice& slice : calls) {
    const std::int64_t begin = std::clamp(slice.begin, at, region.end);
    const std::int64_t end = std::clamp(slice.end, begin, region.end);
    if (begin > at) {
      const std::int64_t asleep = std::clamp<std::int64_t>(slice.asleep_before, 0, begin - at);
      row.spans.push_back({.doing = slice.stolen ? Doing::stealing : Doing::getting,
                           .begin = at,
                           .end = begin,
                           .asleep = asleep,
                           .waited = std::clamp<std::int64_t>(slice.waited_before, 0, begin - at - asleep)});
    }
    const std::int64_t asleep = std::clamp<std::int64_t>(slice.asleep, 0, end - begin);
    row.spans.push_back({.doing = Doing::calls,
                         .begin = begin,
                         .end = end,
                         .asleep = asleep,
                         .waited = std::clamp<std::int64_t>(slice.waited, 0, end - begin - asleep),
                         .calls = slice});
    at = end;
  }
  if (at < region.end) row.spans.push_back({.doing = Doing::waiting, .begin = at, .end = region.end});
}

}  // namespace

Timeline timeline_of(std::string cell, std::string_view call, int workers, std::span<const TraceSlice> told) {
  Timeline timeline{.cell = std::move(cell), .call = call, .regions = {}, .rows = {}};
  timeline.rows.resize(static_cast<std::size_t>(std::max(workers, 1)));
  std::int64_t origin = std::numeric_limits<std::int64_t>::max();
  for (const TraceSlice& slice : told) {
    if (slice.kind == TraceSlice::Kind::region) origin = std::min(origin, slice.begin);
  }
  std::vector<std::vector<std::vector<TraceSlice>>> calls(timeline.rows.size());
  for (const TraceSlice& slice : told) {
    if (slice.kind == TraceSlice::Kind::region)
      timeline.regions.push_back({slice.begin - origin, slice.end - origin});
  }
  for (auto& of_worker : calls) of_worker.resize(timeline.regions.size());
  for (TraceSlice slice : told) {
    const auto worker = static_cast<std::size_t>(slice.worker);
    if (slice.kind == TraceSlice::Kind::region || worker >= timeline.rows.size()) continue;
    if (slice.kind == TraceSlice::Kind::lost) {
      timeline.rows[worker].lost += slice.calls;
    } else if (slice.region < timeline.regions.size()) {
      slice.begin -= origin;
      slice.end -= origin;
      calls[worker][slice.region].push_back(slice);
    }
  }
  for (std::size_t worker = 0; worker < calls.size(); ++worker) {
    for (std::size_t region = 0; region < timeline.regions.size(); ++region)
      add_region(timeline.rows[worker], timeline.regions[region], std::move(calls[worker][region]));
  }
  return timeline;
}

std::string_view name_of(Doing doing, const Timeline& timeline) {
  switch (doing) {
    case Doing::calls:
      return timeline.call;
    case Doing::getting:
      return "getting work";
    case Doing::stealing:
      return "stealing";
    default:
      return "waiting for the others";
  }
}

}  // namespace parallax
