// SPDX-License-Identifier: MIT
//
// What one worker did in a run with accounts: how long it computed, how much it was handed, how long it could have
// run and had no processor. It is entered around each call of kernel code, by the worker itself, into memory of its
// own that processes share. So it is the same for all runtimes.
//
// Looking costs: 45 ns for the clock, some microseconds for what the kernel tells of a thread. So what is short is
// looked at now and then, and the rest is counted (LookPlan).
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace parallax {

// How often a worker looks at what it does; both at least 1.
struct LookPlan {
  std::uint32_t every = 1;        // at the clock
  std::uint32_t close_every = 1;  // at the scheduler too; a multiple of `every`, or 1

  // So that looking takes at most a few percent of chunks that take so long, with all that comes with them.
  static LookPlan of(double chunk_seconds);
};

// All times in nanoseconds, of a clock that all processes of a machine share.
struct alignas(128) WorkerAccount {
  // Since the last restart().
  std::int64_t first_begin = 0, last_end = 0;  // of chunks that were looked at
  std::uint64_t chunks = 0, items = 0;
  std::uint64_t looked_at = 0;   // chunks
  std::uint64_t after_last = 0;  // chunks that ended after the last one that was looked at
  // What chunks took that were looked at. Of close looks without the time in which the worker had no processor.
  std::int64_t closely = 0, plainly = 0;
  std::int64_t waited_in_close = 0;  // which is this

  // What the scheduler told between looks: the time between them, and of it on a processor, and waiting for one.
  std::int64_t span = 0, on_processor = 0, waited = 0;

  std::uint32_t until_look = 0, until_close_look = 0, dice = 0;

  void restart();
};
static_assert(std::is_trivially_copyable_v<WorkerAccount>);

std::int64_t account_clock();

// What the scheduler tells of the calling thread.
struct Schedule {
  std::int64_t on_processor = 0, waited = 0;
};
// False where the kernel does not tell.
bool knows_schedule();

// What has happened to the calling thread since it asked before in the same run, which began then; nanoseconds. A thread
// that is younger than the run is told of all that it did. All 0 where the kernel does not tell.
struct ScheduledTime {
  std::int64_t span = 0, on_processor = 0, waited = 0;

  std::int64_t asleep() const { return span > on_processor + waited ? span - on_processor - waited : 0; }
};
ScheduledTime scheduled_since_last_look(std::int64_t began);

// Enters one call of kernel code.
class AccountEntry {
 public:
  // `began`: when the run with accounts did.
  AccountEntry(WorkerAccount& account, LookPlan plan, std::int64_t began);
  // The call is over.
  void end(std::size_t items);

 private:
  WorkerAccount& account_;
  const std::int64_t began_;
  bool looks_ = false, closely_ = false;
  std::int64_t begin_ = 0;
};

}  // namespace parallax
