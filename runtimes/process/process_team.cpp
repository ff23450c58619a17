// SPDX-License-Identifier: MIT
//
// The protocol of process_team.hpp. Each wake-up is the usual pair: one side announces that it will sleep and
// looks again, the other changes what is looked at and looks for sleepers, in sequentially consistent order.
#include "runtimes/process/process_team.hpp"

#include <sched.h>

#include <algorithm>
#include <chrono>

#include "runtimes/support/spin.hpp"

namespace parallax {

void ProcessTeam::open(const MapJob& job) {
  job_ = job;
  chunks_ = chunk_count(job);
  if (orphans_.exchange(0, std::memory_order_relaxed) != 0) {  // left over from a job that a kernel ended
    for (Slot& slot : slots_) slot.orphan.store(no_chunk, std::memory_order_relaxed);
  }
  next_.store(0, std::memory_order_relaxed);
  reopen();
}

void ProcessTeam::reopen() {
  resting_.store(false, std::memory_order_relaxed);
  // From closed (even) to open (odd), or from open to open.
  const std::uint32_t epoch = epoch_.load(std::memory_order_relaxed);
  epoch_.store(epoch + (epoch % 2 == 0 ? 1 : 2), std::memory_order_seq_cst);
  wake_helpers();
}

void ProcessTeam::wake_helpers() {
  const bool any = std::any_of(slots_.begin(), slots_.end(), [](const Slot& slot) {
    return slot.asleep.load(std::memory_order_seq_cst) != 0;
  });
  if (any) futex_wake_all(epoch_);
}

bool ProcessTeam::anybody_inside() const {
  return std::any_of(slots_.begin(), slots_.end(),
                     [](const Slot& slot) { return slot.inside.load(std::memory_order_seq_cst) != 0; });
}

template <class Done>
bool ProcessTeam::caller_waits(Done done, const std::atomic<bool>& interrupted) {
  // Looked at once: a helper that comes too late is inside for a moment, and would undo it at a second look.
  bool finished = false;
  const auto over = [&] { return (finished = done()) || interrupted.load(std::memory_order_relaxed); };
  while (!spin_until(over, spin_)) {
    caller_asleep_.store(1, std::memory_order_seq_cst);
    const std::uint32_t attention = attention_.load(std::memory_order_seq_cst);
    if (!over()) futex_wait(attention_, attention);
    caller_asleep_.store(0, std::memory_order_relaxed);
  }
  return finished;
}

bool ProcessTeam::close(const std::atomic<bool>& interrupted) {
  const std::uint32_t epoch = epoch_.load(std::memory_order_relaxed);
  if (epoch % 2 != 0) epoch_.store(epoch + 1, std::memory_order_seq_cst);
  return caller_waits([this] { return !anybody_inside(); }, interrupted);
}

bool ProcessTeam::wait_until_ready(int index, const std::atomic<bool>& interrupted) {
  const Slot& helper = slot(index);
  return caller_waits([&] { return helper.ready.load(std::memory_order_seq_cst) != 0; }, interrupted);
}

bool ProcessTeam::wait_until_claimed(const std::atomic<bool>& interrupted) {
  return caller_waits([this] { return !offering(); }, interrupted);
}

bool ProcessTeam::offering() const {
  return std::any_of(slots_.begin(), slots_.end(), [](const Slot& slot) {
    return slot.orphan.load(std::memory_order_seq_cst) != no_chunk;
  });
}

void ProcessTeam::wake_caller() {
  attention_.fetch_add(1, std::memory_order_seq_cst);
  futex_wake_all(attention_);
}

void ProcessTeam::stop() {
  stopping_.store(true, std::memory_order_seq_cst);
  epoch_.fetch_add(2, std::memory_order_seq_cst);
  futex_wake_all(epoch_);
}

double ProcessTeam::rest(const std::atomic<bool>& interrupted) {
  resting_.store(true, std::memory_order_relaxed);
  const auto rests = [](const Slot& slot) {
    return slot.ready.load(std::memory_order_relaxed) == 0 ||
           slot.asleep.load(std::memory_order_acquire) != 0;
  };
  while (!std::all_of(slots_.begin(), slots_.end(), rests) && !interrupted.load(std::memory_order_relaxed))
    sched_yield();
  // However long that took on a busy machine: nobody spins for longer.
  return std::chrono::duration<double>(spin_).count() * static_cast<double>(slots_.size());
}

bool ProcessTeam::wait(Slot& own, std::uint32_t& seen) {
  const auto news = [&] {
    const std::uint32_t epoch = epoch_.load(std::memory_order_seq_cst);
    // Never twice into the same opening: it may stay open for a while after its chunks are used up.
    return (epoch % 2 != 0 && epoch != seen) || stopping_.load(std::memory_order_relaxed);
  };
  for (;;) {
    const bool any = spin_until([&] { return news() || resting_.load(std::memory_order_relaxed); }, spin_);
    if (!any || !news()) {
      own.asleep.store(1, std::memory_order_seq_cst);
      const std::uint32_t epoch = epoch_.load(std::memory_order_seq_cst);
      if (!news()) futex_wait(epoch_, epoch);
      own.asleep.store(0, std::memory_order_relaxed);
      continue;
    }
    if (stopping_.load(std::memory_order_relaxed)) return false;
    const std::uint32_t epoch = epoch_.load(std::memory_order_acquire);
    if (epoch % 2 == 0) continue;  // closed meanwhile
    // Inside first, then a second look: the caller closes first and then looks who is inside.
    own.inside.store(1, std::memory_order_seq_cst);
    if (epoch_.load(std::memory_order_seq_cst) == epoch) {
      seen = epoch;
      return true;
    }
    leave(own);
  }
}

void ProcessTeam::leave(Slot& own) {
  own.announced.store(no_chunk, std::memory_order_relaxed);
  own.inside.store(0, std::memory_order_seq_cst);
  if (caller_asleep_.load(std::memory_order_seq_cst) != 0) wake_caller();
}

std::size_t ProcessTeam::claim() {
  // Cheap reads first, so that the counter does not run away while the caller waits for the others.
  if (next_.load(std::memory_order_relaxed) >= chunks_) return no_chunk;
  const std::size_t index = next_.fetch_add(1, std::memory_order_acq_rel);
  return index < chunks_ ? index : no_chunk;
}

std::size_t ProcessTeam::claim(Slot& own) {
  if (!announce_) return claim();
  if (orphans_.load(std::memory_order_acquire) != 0) {
    if (const std::size_t orphan = claim_orphan(own); orphan != no_chunk) return orphan;
  }
  std::size_t index = next_.load(std::memory_order_relaxed);
  while (index < chunks_) {
    own.announced.store(index, std::memory_order_relaxed);
    if (next_.compare_exchange_weak(index, index + 1, std::memory_order_acq_rel, std::memory_order_relaxed))
      return index;
  }
  own.announced.store(no_chunk, std::memory_order_relaxed);
  return no_chunk;
}

std::size_t ProcessTeam::claim_orphan(Slot& own) {
  for (Slot& slot : slots_) {
    std::size_t orphan = slot.orphan.load(std::memory_order_relaxed);
    if (orphan == no_chunk) continue;
    own.announced.store(orphan, std::memory_order_relaxed);
    if (slot.orphan.compare_exchange_strong(orphan, no_chunk, std::memory_order_seq_cst)) {
      if (caller_asleep_.load(std::memory_order_seq_cst) != 0) wake_caller();
      // Whoever dies before this line leaves the count too high, which costs the others a look and no more.
      orphans_.fetch_sub(1, std::memory_order_relaxed);
      return orphan;
    }
  }
  return no_chunk;
}

std::size_t ProcessTeam::recover_slot(int index) {
  Slot& dead = slot(index);
  dead.asleep.store(0, std::memory_order_relaxed);
  dead.ready.store(0, std::memory_order_relaxed);
  dead.retired.store(0, std::memory_order_relaxed);
  std::size_t chunk = dead.announced.exchange(no_chunk, std::memory_order_relaxed);
  dead.inside.store(0, std::memory_order_seq_cst);
  // Announced only: still there for others to claim.
  if (chunk >= next_.load(std::memory_order_acquire)) return no_chunk;
  for (const Slot& other : slots_) {
    if (other.orphan.load(std::memory_order_relaxed) == chunk) return no_chunk;
  }
  return chunk;
}

bool ProcessTeam::offer(std::size_t chunk) {
  for (Slot& slot : slots_) {
    if (slot.orphan.load(std::memory_order_relaxed) != no_chunk) continue;
    slot.orphan.store(chunk, std::memory_order_relaxed);
    orphans_.fetch_add(1, std::memory_order_release);
    return true;
  }
  return false;
}

}  // namespace parallax
