// SPDX-License-Identifier: MIT
#include "benches/harness/host/stragglers.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <span>
#include <string>

#include "runtimes/process/own_clock.hpp"
#include "support/entropy.hpp"
#include "support/process_stat.hpp"

namespace parallax {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// Nobody is held for longer, whatever the caller does.
constexpr milliseconds longest_hold{300};
// What helpers get to come: some of them have to be woken, on a machine that may be busy.
constexpr milliseconds longest_wait{20};

// The kernel's number of this thread, asked for once: it is needed around every chunk.
thread_local pid_t known_thread = 0;

pid_t this_thread() {
  // A forked child has a copy of its parent's memory, and another number.
  static const int registered = pthread_atfork(nullptr, nullptr, [] { known_thread = 0; });
  static_cast<void>(registered);
  if (known_thread == 0) known_thread = gettid();
  return known_thread;
}

std::size_t random_number() {
  std::size_t number = 0;
  fill_with_entropy(std::as_writable_bytes(std::span(&number, 1)));
  return number;
}

}  // namespace

void Stragglers::expect(const MapJob& job, int workers, Choice choice) {
  const std::size_t chunks = chunk_count(job);
  process_ = getpid();
  thread_ = this_thread();
  chunks_ = chunks;
  tail_ = std::min<std::size_t>(static_cast<std::size_t>(workers), 8);
  chosen_ = choice == Choice::first || chunks == 0 ? 0 : random_number() % chunks;
  patience_ = milliseconds(2) + microseconds(random_number() % 2000);
  helpers_expected_ = workers > 1 && chunks > 1;
  chunks_share_ = job.chunks_share;
  helper_came_ = chosen_taken_ = returned_ = caller_runs_ = false;
  caller_chunks_ = 0;
}

// A fiber on the caller's thread has another number.
bool Stragglers::is_caller(const Worker& worker) const {
  return this_thread() == thread_ && worker.index() == 0;
}

// A caller that is done before anybody has come shows nothing. This also makes helpers take part in the run
// that is their warm-up.
void Stragglers::wait_for_helpers(Worker& caller) {
  for (const auto end = Clock::now() + longest_wait; !helper_came_ && Clock::now() < end;)
    caller.sleep_for(microseconds(50));
  helper_came_ = true;  // or will not: nobody waits again
}

// Through the worker's own verb, so that others go on meanwhile: a lock is let go of, a fiber steps aside.
void Stragglers::hold(Worker& helper) {
  const auto begin = Clock::now();
  auto quiet_since = begin;
  auto cpu_before = cpu_of_caller();
  std::uint64_t seen = caller_chunks_;
  while (!returned_) {
    helper.sleep_for(microseconds(100));
    const auto now = Clock::now();
    if (const std::uint64_t chunks = caller_chunks_; chunks != seen) {
      seen = chunks;
      quiet_since = now;
      cpu_before = cpu_of_caller();
    }
    if (now - begin > longest_hold || (now - quiet_since >= patience_ && caller_could_return(cpu_before)))
      return;
  }
}

// It could not in the middle of a chunk, unless that may wait for the one that is held. Else it could if it
// sleeps, or has spun for a while; but not if it waits for a processor, which on a busy machine may take
// longer than anybody has patience.
bool Stragglers::caller_could_return(nanoseconds cpu_before) const {
  if (caller_runs_ && !chunks_share_) return false;
  if (this_thread() == thread_) return true;  // it carries the fiber that asks
  auto file = stat_behind_name(fmt::format("/proc/{}/task/{}/stat", process_, thread_));
  char state = 0;
  if (!(file >> state) || state != 'R') return true;
  return !caller_runs_ && cpu_of_caller() - cpu_before >= patience_ / 2;
}

// Its own clock is exact, but for its own process only; what /proc says is as old as the last tick.
nanoseconds Stragglers::cpu_of_caller() const {
  timespec time{};
  if (getpid() == process_ && clock_gettime(clock_of_thread(thread_), &time) == 0)
    return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
  std::ifstream file(fmt::format("/proc/{}/task/{}/schedstat", process_, thread_));
  std::int64_t used = 0;
  file >> used;
  return nanoseconds(used);
}

}  // namespace parallax
