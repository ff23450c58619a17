// SPDX-License-Identifier: MIT
#include "benches/probes/life/wake_cycle.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <new>
#include <stdexcept>
#include <utility>

#include "benches/probes/life/hello.hpp"
#include "benches/probes/life/process_facts.hpp"
#include "runtimes/process/usage.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/spin.hpp"
#include "support/futex.hpp"

namespace parallax {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::nanoseconds;

// How often a worker that does not answer is asked whether it lives.
constexpr std::chrono::milliseconds wake_look_interval{50};

double seconds(nanoseconds duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

WakeCycle::WakeCycle(std::unique_ptr<Alarm> alarm, bool process, std::size_t wakes,
                     std::chrono::microseconds idle, std::chrono::milliseconds patience)
    : memory_(Mapping::shared(sizeof(Shared))),
      shared_(*new (memory_.bytes().data()) Shared()),
      alarm_(std::move(alarm)),
      wakes_(wakes),
      idle_(idle),
      patience_(patience),
      spin_(spin_budget_for(2)) {
  if (process) {
    child_.emplace([this] { sleep_and_answer(); });
  } else {
    thread_ = std::thread([this] { sleep_and_answer(); });
  }
  const auto deadline = Clock::now() + patience_;
  while (shared_.sleeper == 0) {
    if (dead() || Clock::now() > deadline) break;  // noticed when it is to be woken
    std::this_thread::yield();
  }
  sleeps_ = sleeps_of(sleeper());
}

// A process is killed by its guard: asking it would mean to trust it. A thread has to be asked.
WakeCycle::~WakeCycle() {
  if (!thread_.joinable()) return;
  shared_.ending = true;
  alarm_->wake();
  thread_.join();
}

// The worker's whole life.
void WakeCycle::sleep_and_answer() {
  shared_.sleeper = gettid();
  for (std::uint32_t rest = 1;; ++rest) {
    shared_.rests = rest;
    alarm_->wait();
    const std::int64_t now = monotonic_now();
    if (shared_.ending) return;
    shared_.woke_at = now;
    shared_.answers = rest;
    futex_wake_all(shared_.answers);
  }
}

void WakeCycle::run(std::int64_t iterations) {
  for (std::int64_t i = 0; i < iterations; ++i) {
    for (std::size_t wake = 0; wake < wakes_; ++wake) wake_once();
  }
}

void WakeCycle::wake_once() {
  wait_until_asleep();
  if (idle_.count() > 0) std::this_thread::sleep_for(idle_);
  ++woken_;
  const bool early = answered(woken_);
  const std::int64_t begin = monotonic_now();
  alarm_->wake();
  wait_for_answer();
  const std::int64_t end = monotonic_now();
  const std::int64_t woke_at = shared_.woke_at;
  woken_in_.record(nanoseconds(woke_at - begin));
  answered_in_.record(nanoseconds(end - begin));
  if (mistake_) return;
  if (early || woke_at < begin) {
    mistake_ = fmt::format("the worker woke {} ns before it was woken", begin - woke_at);
  } else if (woke_at > end) {
    mistake_ = "the worker's answer came before it woke";
  }
}

void WakeCycle::wait_until_asleep() {
  const auto deadline = Clock::now() + patience_;
  while (shared_.rests != woken_ + 1 || state_of(sleeper()) != 'S') {
    require_life(deadline, "has not fallen asleep");
    std::this_thread::yield();
  }
}

void WakeCycle::wait_for_answer() {
  const auto deadline = Clock::now() + patience_;
  while (!spin_until([this] { return answered(woken_); }, spin_)) {
    const std::uint32_t seen = shared_.answers;
    if (answered(woken_)) return;
    futex_wait_for(shared_.answers, seen, wake_look_interval);
    if (!answered(woken_)) require_life(deadline, "has not answered");
  }
}

void WakeCycle::require_life(Clock::time_point deadline, const char* problem) const {
  if (dead()) throw WorkerDied(fmt::format("the worker (process {}) is dead", child_->pid()));
  if (Clock::now() > deadline)
    throw std::runtime_error(
        fmt::format("the worker {} within {} ms (after {} wake-ups)", problem, patience_.count(), woken_));
}

bool WakeCycle::dead() const {
  if (!child_) return false;
  pollfd end{.fd = child_->descriptor(), .events = POLLIN, .revents = 0};
  return poll(&end, 1, 0) == 1;
}

std::optional<std::string> WakeCycle::mistake() {
  if (mistake_) return std::exchange(mistake_, std::nullopt);
  const std::uint32_t expected = woken_ - std::exchange(checked_, woken_);
  const std::uint64_t before = std::exchange(sleeps_, sleeps_of(sleeper()));
  // Seen asleep a moment before it gave up its processor, and woken in that moment: then it did not.
  const std::uint64_t slept = sleeps_ - before;
  if (slept + 1 + expected / 10 < expected)
    return fmt::format("the worker slept {} times, but was woken {} times", slept, expected);
  return {};
}

Usage WakeCycle::usage() { return child_ ? usage_of(child_->pid()) : Usage{}; }

void WakeCycle::restart_counters() {
  woken_in_.reset();
  answered_in_.reset();
}

std::vector<Counter> WakeCycle::counters() {
  return {{"woken_p50", seconds(woken_in_.quantile(0.5))},
          {"woken_p99", seconds(woken_in_.quantile(0.99))},
          {"answered_p50", seconds(answered_in_.quantile(0.5))},
          {"answered_p99", seconds(answered_in_.quantile(0.99))}};
}

}  // namespace parallax
