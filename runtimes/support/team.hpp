// SPDX-License-Identifier: MIT
//
// How a caller and its helpers, all threads of one process, share one job after the other: nothing but
// atomics and futexes. Processes have process/process_team.hpp, which does the same and outlives the death of
// a helper.
//
//   cache line   written by             meaning
//   epoch        caller, once a job     +1 for each job; what idle helpers sleep on
//   gate         everybody, once a job  closed? caller asleep? and how many helpers are inside
//   next         everybody, per chunk   the next chunk that nobody has claimed
//   job          caller, once a job     read-only while the gate is open
//
// A helper enters through the gate while it is open. The caller closes it when the chunks are used up and
// waits only for those inside: a helper that comes late is never waited for, and never sees a job half
// written.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "runtimes/job.hpp"
#include "support/futex.hpp"

namespace parallax {

class Team {
 public:
  static constexpr std::size_t no_chunk = std::numeric_limits<std::size_t>::max();

  // spin: how long to spin before sleeping; zero where workers outnumber the processors.
  explicit Team(std::chrono::nanoseconds spin) : spin_(spin) {}

  // For the caller. close() returns when nobody is inside any more.
  void open(const MapJob& job);
  void close();
  // Ends every wait(), now and from now on. No job may be open.
  void stop();

  // For helpers: true when inside the next job, to be ended by leave(); false when the team has stopped.
  // `seen` is the helper's own, 0 at first.
  bool wait(std::uint32_t& seen);
  void leave();

  // For whoever is inside.
  const MapJob& job() const { return job_; }
  // The next chunk of the job, no_chunk when there is none left.
  std::size_t claim() {
    const std::size_t index = next_.fetch_add(1, std::memory_order_relaxed);
    return index < chunks_ ? index : no_chunk;
  }
  // Leaves no chunk to claim.
  void cancel() { next_.store(no_chunk / 2, std::memory_order_relaxed); }

 private:
  static constexpr std::uint32_t closed = 1u << 31, caller_asleep = 1u << 30;
  static constexpr std::uint32_t inside = caller_asleep - 1;

  bool enter();
  bool empty() const { return (gate_.load(std::memory_order_acquire) & inside) == 0; }

  // Two cache lines apart, because processors fetch neighbouring lines in pairs.
  alignas(128) FutexWord epoch_ = 0;
  FutexWord sleepers_ = 0;
  std::atomic<bool> stopping_ = false;
  alignas(128) FutexWord gate_ = closed;
  alignas(128) std::atomic<std::size_t> next_ = 0;
  alignas(128) MapJob job_;
  std::size_t chunks_ = 0;
  std::chrono::nanoseconds spin_;
};

}  // namespace parallax
