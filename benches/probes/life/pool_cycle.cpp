// SPDX-License-Identifier: MIT
#include "benches/probes/life/pool_cycle.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <stdexcept>
#include <utility>

#include "benches/probes/life/hello.hpp"
#include "benches/probes/life/reaped.hpp"
#include "support/futex.hpp"

namespace parallax {
namespace {

using std::chrono::nanoseconds;

constexpr int most_workers = 1024;

double median_seconds(const Histogram& histogram) {
  return std::chrono::duration<double>(histogram.quantile(0.5)).count();
}

}  // namespace

// Where the workers of one pool meet; in memory that processes share.
struct PoolCycle::Meeting {
  std::uint32_t expected = 0;
  std::int64_t patience = 0;  // nanoseconds
  FutexWord come = 0;
  std::array<Hello, most_workers> guests{};  // number: the worker's index
};

PoolCycle::PoolCycle(const RuntimeEntry& runtime, int workers, std::chrono::milliseconds patience)
    : runtime_(runtime), workers_(workers), meeting_(arena_.make<Meeting>()) {
  if (workers > most_workers) throw NotSupported(fmt::format("at most {} workers meet here", most_workers));
  meeting_.expected = static_cast<std::uint32_t>(workers);
  meeting_.patience = nanoseconds(patience).count();
  job_ = {.kernel = "start_pool",
          .items = static_cast<std::size_t>(workers),
          .grain = 1,
          .params = {},
          .in = {},
          .out = {reinterpret_cast<std::byte*>(&meeting_), sizeof meeting_},
          .run = meet};
}

void PoolCycle::meet(const MapJob& job, Range, Worker& worker) {
  Hello said;
  said.ran_at = monotonic_now();
  said.number = static_cast<std::uint64_t>(worker.index());
  said.process = getpid();
  said.thread = gettid();
  Meeting& meeting = *reinterpret_cast<Meeting*>(job.out.data());
  const std::uint32_t place = meeting.come.fetch_add(1);
  if (place < meeting.expected) meeting.guests[place] = said;
  if (place + 1 >= meeting.expected) return futex_wake_all(meeting.come);
  const std::int64_t deadline = said.ran_at + meeting.patience;
  for (std::uint32_t come = meeting.come; come < meeting.expected; come = meeting.come) {
    const std::int64_t left = deadline - monotonic_now();
    if (left <= 0) throw std::runtime_error(fmt::format("{} of {} workers came", come, meeting.expected));
    futex_wait_for(meeting.come, come, nanoseconds(left));
  }
}

void PoolCycle::run(std::int64_t iterations) {
  for (std::int64_t i = 0; i < iterations; ++i) start_and_stop();
}

void PoolCycle::start_and_stop() {
  meeting_.come = 0;
  const std::int64_t begin = monotonic_now();
  const auto pool = runtime_.start({.workers = workers_});
  const std::int64_t started = monotonic_now();
  pool->map(job_);
  const std::int64_t done = monotonic_now();
  pool->stop();
  stopped_in_.record(nanoseconds(monotonic_now() - done));
  started_in_.record(nanoseconds(started - begin));
  check(begin, done);
}

void PoolCycle::check(std::int64_t begin, std::int64_t done) {
  const std::uint32_t come = meeting_.come;
  std::set<std::uint64_t> indices;
  std::set<pid_t> threads, processes;
  std::int64_t last = begin;
  bool in_time = true;
  for (std::uint32_t i = 0; i < std::min(come, meeting_.expected); ++i) {
    const Hello& guest = meeting_.guests[i];
    indices.insert(guest.number);
    threads.insert(guest.thread);
    if (guest.process != getpid()) processes.insert(guest.process);
    in_time = in_time && guest.ran_at >= begin && guest.ran_at <= done;
    last = std::max(last, guest.ran_at);
  }
  ready_in_.record(nanoseconds(last - begin));
  const std::size_t all = meeting_.expected;
  if (mistake_) return;
  if (come != all || indices.size() != all || threads.size() != all) {
    mistake_ = fmt::format("{} chunks ran in {} workers and {} threads instead of {} in each", come,
                           indices.size(), threads.size(), all);
  } else if (runtime_.facts.processes && processes.size() != all - 1) {
    mistake_ = fmt::format("{} workers were processes of their own instead of {}", processes.size(), all - 1);
  } else if (!in_time) {
    mistake_ = "a worker did not run between its start and the end of its job";
  }
  for (const pid_t process : processes) {
    if (kill(process, 0) == 0 || errno != ESRCH)
      mistake_ = fmt::format("process {} is still there after its pool was stopped", process);
  }
}

std::optional<std::string> PoolCycle::mistake() { return std::exchange(mistake_, std::nullopt); }

Usage PoolCycle::usage() { return usage_of_reaped(); }

void PoolCycle::restart_counters() {
  started_in_.reset();
  ready_in_.reset();
  stopped_in_.reset();
}

std::vector<Counter> PoolCycle::counters() {
  return {{"started_in", median_seconds(started_in_)},
          {"ready_in", median_seconds(ready_in_)},
          {"stopped_in", median_seconds(stopped_in_)}};
}

}  // namespace parallax
