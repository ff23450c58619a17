// SPDX-License-Identifier: MIT
//
// wake_up: a worker that is asleep is woken and answers. The timed run is the whole cycle, the waiting until
// it really sleeps included; what waking costs are the counters:
//
//   woken_p50, woken_p99        from before the call that wakes until the worker has read its clock
//   answered_p50, answered_p99  from the same moment until the waker knows that: the worker answers through a
//                               word in shared memory, the same way for every mechanism
//
// "Asleep" is what the kernel says: the worker has announced that it will sleep, after which it does nothing
// but that, and its state is S. How often it gave up its processor is counted too, and compared.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include "benches/probes/life/alarm.hpp"
#include "runtimes/process/child.hpp"
#include "runtimes/support/histogram.hpp"
#include "runtimes/support/mapping.hpp"
#include "support/futex.hpp"

namespace parallax {

class WakeCycle final : public Probe {
 public:
  // idle: how much longer the worker, and the waker too, sleep before it is woken. patience: how long it may
  // take to fall asleep or to answer.
  WakeCycle(std::unique_ptr<Alarm> alarm, bool process, std::size_t wakes, std::chrono::microseconds idle,
            std::chrono::milliseconds patience = std::chrono::seconds(10));
  ~WakeCycle() override;

  void run(std::int64_t iterations) override;
  std::optional<std::string> mistake() override;
  Usage usage() override;
  void restart_counters() override;
  std::vector<Counter> counters() override;

  pid_t sleeper() const { return shared_.sleeper; }  // the number of its thread

 private:
  struct Shared {
    std::atomic<pid_t> sleeper = 0;
    std::atomic<bool> ending = false;
    std::atomic<std::int64_t> woke_at = 0;
    // Far from what the sleeper writes before it sleeps.
    alignas(128) FutexWord answers = 0;                 // how often it has woken
    alignas(128) std::atomic<std::uint32_t> rests = 0;  // how often it was about to sleep
  };

  void sleep_and_answer();
  void wake_once();
  void wait_until_asleep();
  void wait_for_answer();
  // Numbers of wake-ups may wrap, so they are compared by their distance.
  bool answered(std::uint32_t wake) const { return static_cast<std::int32_t>(shared_.answers - wake) >= 0; }
  void require_life(std::chrono::steady_clock::time_point deadline, const char* problem) const;
  bool dead() const;

  Mapping memory_;
  Shared& shared_;
  std::unique_ptr<Alarm> alarm_;
  std::size_t wakes_;
  std::chrono::microseconds idle_;
  std::chrono::milliseconds patience_;
  std::chrono::nanoseconds spin_;
  std::uint32_t woken_ = 0;  // how often it was woken
  std::uint32_t checked_ = 0;
  std::uint64_t sleeps_ = 0;  // when that was looked at last
  std::optional<std::string> mistake_;
  Histogram woken_in_, answered_in_;
  std::optional<Child> child_;
  std::thread thread_;
};

}  // namespace parallax
