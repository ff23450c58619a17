// SPDX-License-Identifier: MIT
//
// The protocol of team.hpp. The two places where a wake-up could be lost are commented; both are the usual
// pair of "announce, then look again" on each side, with sequentially consistent order.
#include "runtimes/support/team.hpp"

#include "runtimes/support/spin.hpp"

namespace parallax {

void Team::open(const MapJob& job) {
  job_ = job;
  chunks_ = chunk_count(job);
  next_.store(0, std::memory_order_relaxed);
  gate_.fetch_and(~(closed | caller_asleep), std::memory_order_acq_rel);
  epoch_.fetch_add(1, std::memory_order_seq_cst);
  // A helper counts itself as a sleeper before it looks at the epoch for the last time.
  if (sleepers_.load(std::memory_order_seq_cst) != 0) futex_wake_all(epoch_);
}

void Team::close() {
  gate_.fetch_or(closed, std::memory_order_acq_rel);
  if (!spin_until([&] { return empty(); }, spin_)) {
    // The last one to leave sees this bit, or we see that it has left: both change the same word.
    gate_.fetch_or(caller_asleep, std::memory_order_acq_rel);
    while (!empty()) {
      const std::uint32_t gate = gate_.load(std::memory_order_acquire);
      if ((gate & inside) != 0) futex_wait(gate_, gate);
    }
  }
}

void Team::stop() {
  stopping_.store(true, std::memory_order_relaxed);
  epoch_.fetch_add(1, std::memory_order_seq_cst);
  futex_wake_all(epoch_);
}

bool Team::wait(std::uint32_t& seen) {
  for (;;) {
    // Never twice into the same job: after its chunks are used up the gate may stay open for a while.
    const auto next_job = [&] { return epoch_.load(std::memory_order_acquire) != seen; };
    if (!spin_until(next_job, spin_)) {
      sleepers_.fetch_add(1, std::memory_order_seq_cst);
      if (epoch_.load(std::memory_order_seq_cst) == seen) futex_wait(epoch_, seen);
      sleepers_.fetch_sub(1, std::memory_order_relaxed);
      continue;
    }
    seen = epoch_.load(std::memory_order_acquire);
    if (stopping_.load(std::memory_order_relaxed)) return false;
    if (enter()) return true;
  }
}

bool Team::enter() {
  std::uint32_t gate = gate_.load(std::memory_order_relaxed);
  while ((gate & closed) == 0) {
    if (gate_.compare_exchange_weak(gate, gate + 1, std::memory_order_acquire, std::memory_order_relaxed))
      return true;
  }
  return false;
}

void Team::leave() {
  const std::uint32_t before = gate_.fetch_sub(1, std::memory_order_release);
  if ((before & inside) == 1 && (before & caller_asleep) != 0) futex_wake_all(gate_);
}

}  // namespace parallax
