// SPDX-License-Identifier: MIT
//
// How a caller and helpers in other processes share one job after the other, when any helper may be killed at
// any instruction. Like support/team.hpp it is nothing but atomics, here in shared memory; unlike there,
// whatever a helper changes lies in a *slot* of its own, so that the caller can tell what a dead one was
// doing and put the slot in order for the next.
//
//   epoch     caller     odd: a job is open; another odd number: another job, or the same one once more
//   next      everybody  the next chunk that nobody has claimed
//   orphans   caller     chunks of helpers that have died, to be claimed before any other
//   slot     its helper away or inside, asleep or not, and which chunk it has announced
//
// Announce, then claim: a helper writes the chunk's number into its slot before it takes the chunk. So a
// death between any two instructions leaves the number of the chunk that may be undone, and at most that one
// is run again. It may have been done already: chunks run at least once then, and exactly once if nobody
// dies.
//
// Nothing in here is ever held by a helper, so there is nothing that could stay held.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "runtimes/job.hpp"
#include "support/futex.hpp"

namespace parallax {

class ProcessTeam {
 public:
  static constexpr std::size_t no_chunk = std::numeric_limits<std::size_t>::max();

  // One helper's own. Whoever serves a slot is told by its number.
  struct Slot {
    alignas(128) std::atomic<std::uint32_t> inside = 0;
    std::atomic<std::size_t> announced = no_chunk;
    std::atomic<std::size_t> orphan = no_chunk;  // offered by the caller, to anybody
    alignas(128) std::atomic<std::uint32_t> asleep = 0;
    std::atomic<std::uint32_t> ready = 0;    // has started well
    std::atomic<std::uint32_t> retired = 0;  // is about to end, as it should
    std::atomic<std::uint32_t> failed = 0;   // error below is complete
    std::atomic<std::uint32_t> mapped = 0;   // regions of memory, by all that have served this slot
    std::array<char, 480> error{};
  };

  // slots: in shared memory, as this object; both at the same address in all processes. spin: how long to
  // spin before sleeping. announce: whether deaths can be survived; claims are cheaper if not.
  ProcessTeam(std::span<Slot> slots, std::chrono::nanoseconds spin, bool announce)
      : slots_(slots), spin_(spin), announce_(announce) {}

  Slot& slot(int index) { return slots_[static_cast<std::size_t>(index)]; }

  // For the caller.
  void open(const MapJob& job);
  // Opens the same job once more, for orphans.
  void reopen();
  // Lets no further helper in and waits until none is inside: true; or until `interrupted` is set: false.
  bool close(const std::atomic<bool>& interrupted);
  // Has the caller look at what it waits for once more. By any thread or process.
  void wake_caller();
  // Waits until helper `index` is ready: true; or until `interrupted` is set: false.
  bool wait_until_ready(int index, const std::atomic<bool>& interrupted);
  // Ends every wait() of a helper, now and from now on.
  void stop();
  // Has all helpers that are ready sleep now, instead of when they have spun for long enough, so that the
  // kernel knows what they have used. Until the next job those that wake up late do not spin either. Returns
  // when all sleep, or `interrupted` is set, and how much CPU time they may have used until then. No job may be
  // open.
  double rest(const std::atomic<bool>& interrupted);
  // Puts the slot of a helper whose process has ended in order; returns the chunk that may be undone, or
  // no_chunk.
  std::size_t recover_slot(int index);
  // Offers a chunk again, to be followed by reopen(); false if there is no room for one more at the moment.
  bool offer(std::size_t chunk);
  // Whether something offered has not been claimed.
  bool offering() const;
  // Waits until helpers have claimed all that was offered: true; or until `interrupted` is set: false.
  bool wait_until_claimed(const std::atomic<bool>& interrupted);
  // The caller's next chunk. It takes no orphans: what has killed others might kill it.
  std::size_t claim();
  // Leaves no chunk to claim.
  void cancel() { next_.store(no_chunk / 2, std::memory_order_relaxed); }

  // For helpers: true when inside the next job, to be ended by leave(); false when the team has stopped.
  // `seen` is the helper's own, 0 at first.
  bool wait(Slot& own, std::uint32_t& seen);
  void leave(Slot& own);
  std::size_t claim(Slot& own);

  // For whoever is inside.
  const MapJob& job() const { return job_; }

 private:
  bool anybody_inside() const;
  template <class Done>
  bool caller_waits(Done done, const std::atomic<bool>& interrupted);
  void wake_helpers();
  std::size_t claim_orphan(Slot& own);

  alignas(128) FutexWord epoch_ = 0;
  std::atomic<bool> stopping_ = false, resting_ = false;
  alignas(128) FutexWord attention_ = 0;
  std::atomic<std::uint32_t> caller_asleep_ = 0;
  alignas(128) std::atomic<std::size_t> next_ = 0;
  alignas(128) MapJob job_;
  std::size_t chunks_ = 0;
  std::atomic<std::uint32_t> orphans_ = 0;  // at least as many as are offered
  std::span<Slot> slots_;
  std::chrono::nanoseconds spin_;
  bool announce_;
};

}  // namespace parallax
