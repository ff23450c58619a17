// SPDX-License-Identifier: MIT
#include "benches/harness/host/accounts/trace_log.hpp"

#include <algorithm>
#include <new>

namespace parallax {
namespace {

constexpr std::size_t least_room = 4;

void join(TraceSlice& slice, const TraceSlice& next) {
  slice.end = next.end;
  slice.computing += next.computing;
  slice.calls += next.calls;
  slice.items += next.items;
  slice.waited += next.waited_before + next.waited;
  slice.asleep += next.asleep_before + next.asleep;
}

}  // namespace

std::size_t TraceLog::room_for(int workers, std::size_t slices) {
  const auto count = static_cast<std::size_t>(workers);
  return count * std::max(slices / count, least_room);
}

std::span<TraceLog> TraceLog::of_workers(Arena& arena, int workers, std::span<TraceSlice> room) {
  const std::size_t each = room.size() / static_cast<std::size_t>(workers);
  const auto logs = arena.allocate_array<TraceLog>(static_cast<std::size_t>(workers));
  for (std::size_t i = 0; i < logs.size(); ++i)
    new (&logs[i]) TraceLog(room.subspan(i * each, each), static_cast<int>(i));
  return logs;
}

void TraceLog::restart() {
  *this = TraceLog(room_, worker_);
  room_.front() = {};
}

// Slices of two regions stay two.
void TraceLog::compact() {
  calls_per_slice_ *= 2;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    TraceSlice* const last = kept > 0 ? &room_[kept - 1] : nullptr;
    if (last && last->region == room_[i].region && last->calls + room_[i].calls <= calls_per_slice_) {
      join(*last, room_[i]);
    } else {
      room_[kept++] = room_[i];
    }
  }
  count_ = kept;
}

void TraceLog::enter(TraceSlice call, bool follows) {
  call.worker = worker_;
  call.stolen = !follows;
  next_item_ = call.first_item + call.items;
  region_ = call.region;
  const auto joins_last = [&] {
    if (count_ == 0) return false;
    const TraceSlice& last = room_[count_ - 1];
    return last.region == call.region && last.calls < calls_per_slice_;
  };
  if (count_ == room_.size() && !joins_last()) compact();
  if (joins_last()) {
    join(room_[count_ - 1], call);
  } else if (count_ < room_.size()) {
    room_[count_++] = call;
  } else {
    lost_ += call.calls;
  }
}

std::vector<TraceSlice> TraceLog::slices() const {
  std::vector<TraceSlice> all(room_.begin(), room_.begin() + static_cast<std::ptrdiff_t>(count_));
  if (lost_ > 0) {
    TraceSlice lost;
    lost.kind = TraceSlice::Kind::lost;
    lost.worker = worker_;
    lost.calls = lost_;
    all.push_back(lost);
  }
  return all;
}

TraceEntry::TraceEntry(TraceLog& log, std::uint32_t region, bool closely, std::int64_t began,
                       std::uint64_t first_item)
    : log_(log), closely_(closely), began_(began) {
  call_.region = region;
  call_.first_item = first_item;
  call_.calls = 1;
  if (closely) {
    const ScheduledTime before = scheduled_since_last_look(began);
    call_.waited_before = before.waited;
    call_.asleep_before = before.asleep();
  }
  call_.begin = account_clock();
}

void TraceEntry::end(std::size_t items) {
  call_.end = account_clock();
  call_.computing = call_.end - call_.begin;
  call_.items = items;
  if (closely_) {
    const ScheduledTime within = scheduled_since_last_look(began_);
    call_.waited = within.waited;
    call_.asleep = within.asleep();
  }
  const bool follows =
      log_.is_empty() || log_.region() != call_.region || log_.next_item() == call_.first_item;
  log_.enter(call_, follows);
}

}  // namespace parallax
