// SPDX-License-Identifier: MIT
//
// What one worker did and when, call by call, in memory of fixed size that processes share. Where there are more calls
// than room, neighbours become one slice: so a log always covers the whole run, only less finely.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "benches/harness/host/accounts/worker_account.hpp"
#include "benches/harness/trace_slice.hpp"
#include "runtimes/arena.hpp"

namespace parallax {

class TraceLog {
 public:
  // What so many workers need of room for slices: so many altogether, but at least four for each.
  static std::size_t room_for(int workers, std::size_t slices);
  // A log for each worker, over equal parts of `room`.
  static std::span<TraceLog> of_workers(Arena& arena, int workers, std::span<TraceSlice> room);

  // Its slices are in `room`, which processes share at the same address.
  TraceLog(std::span<TraceSlice> room, int worker) : room_(room), worker_(worker) {}

  // A call that comes after all others of this worker. `follows`: its first item comes after the last one of the call
  // before, or it is the worker's first of the region.
  void enter(TraceSlice call, bool follows);
  // Empty again, and so is the first slice of its room.
  void restart();

  bool is_empty() const { return count_ == 0 && lost_ == 0; }
  // The slices, then how many calls were lost, if any were.
  std::vector<TraceSlice> slices() const;
  std::span<TraceSlice> room() const { return room_; }
  // Where a call has to begin to follow the last one.
  std::uint64_t next_item() const { return next_item_; }
  std::uint32_t region() const { return region_; }

 private:
  void compact();

  std::span<TraceSlice> room_;
  std::int32_t worker_;
  std::size_t count_ = 0;
  std::uint64_t calls_per_slice_ = 1;
  std::uint64_t lost_ = 0;
  std::uint64_t next_item_ = 0;
  std::uint32_t region_ = 0;
};

// Enters one call of kernel code in a log.
class TraceEntry {
 public:
  // `closely`: the scheduler is asked too. `began`: when the run did.
  TraceEntry(TraceLog& log, std::uint32_t region, bool closely, std::int64_t began, std::uint64_t first_item);
  // The call is over.
  void end(std::size_t items);

 private:
  TraceLog& log_;
  const bool closely_;
  const std::int64_t began_;
  TraceSlice call_;
};

}  // namespace parallax
