// SPDX-License-Identifier: MIT
//
// Finds out a runtime that returns before its helpers have finished. Its results are right as long as helpers
// are quick, and by the time of the check they have been. So while verifying, chunks of helpers are held back
// at random points until the caller has had its chance to return: whoever does not wait for them has returned
// by then, and what is unfinished at that moment can be counted.
//
// It stands around the chunks of verifying runs (verification.hpp), and nowhere in the timed run.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "runtimes/job.hpp"
#include "runtimes/worker.hpp"

namespace parallax {

// Of one job, in memory that the runtime's processes share.
class Stragglers {
 public:
  // Which chunk is held before it is run: the first that a helper gets, or the first from a random one on.
  enum class Choice { first, random };
  // Before the job is handed to a runtime of so many workers, by the thread that does so.
  void expect(const MapJob& job, int workers, Choice choice);
  // Once it has come back, and what is unfinished has been counted: nobody is held any more.
  void let_go() { returned_ = true; }

  // Runs a chunk, by whoever has got it.
  template <class Run>
  void around(std::size_t chunk, Worker& worker, Run run) {
    if (is_caller(worker)) {
      if (helpers_expected_ && !helper_came_.load(std::memory_order_relaxed)) wait_for_helpers(worker);
      caller_runs_.store(true, std::memory_order_relaxed);
      run();
      caller_runs_.store(false, std::memory_order_relaxed);
      caller_chunks_.store(caller_chunks_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
      return;
    }
    if (!helper_came_.load(std::memory_order_relaxed)) helper_came_ = true;
    const bool is_chosen =
        chunk >= chosen_ && !chosen_taken_.load(std::memory_order_relaxed) && !chosen_taken_.exchange(true);
    if (is_chosen) hold(worker);
    run();
    if (!is_chosen && chunk + tail_ >= chunks_) hold(worker);
  }

 private:
  bool is_caller(const Worker& worker) const;
  void wait_for_helpers(Worker& caller);
  void hold(Worker& helper);
  // Whether the caller has had its chance to return since its CPU time was that.
  bool caller_could_return(std::chrono::nanoseconds cpu_before) const;
  std::chrono::nanoseconds cpu_of_caller() const;

  pid_t process_ = 0, thread_ = 0;  // of the caller
  std::size_t chunks_ = 0;
  std::size_t tail_ = 0;  // so many of the last chunks are held when they have been run
  std::size_t chosen_ = 0;
  std::chrono::nanoseconds patience_{0};
  bool helpers_expected_ = false;
  bool chunks_share_ = false;  // one may wait for another, in the middle of its own
  std::atomic<bool> helper_came_ = false, chosen_taken_ = false, returned_ = false;
  alignas(128) std::atomic<bool> caller_runs_ = false;  // a chunk
  std::atomic<std::uint64_t> caller_chunks_ = 0;        // it has run
};

}  // namespace parallax
