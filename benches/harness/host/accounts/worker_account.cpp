// SPDX-License-Identifier: MIT
//
// The scheduler's numbers come from /proc/thread-self/schedstat: nanoseconds on a processor, nanoseconds of waiting
// for one, and time slices. A thread keeps the file open and remembers its last look, since a worker need not always
// be the same thread.
#include "benches/harness/host/accounts/worker_account.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ctime>
#include <optional>

#include "support/descriptor.hpp"

namespace parallax {
namespace {

// What looking may take of a chunk's time, and what it takes: two readings of the clock, two close looks.
constexpr double most_cost = 0.01, look_seconds = 50e-9, close_look_seconds = 3e-6;

struct Thread {
  Descriptor file;
  bool was_asked = false;
  std::int64_t run = 0;  // which one it has looked at, by its begin
  std::int64_t time = 0;
  Schedule last;
};

thread_local Thread self;

// A forked child is another thread, with a copy of its parent's memory.
void forget_in_children() {
  static const int registered = pthread_atfork(nullptr, nullptr, [] { self = {}; });
  static_cast<void>(registered);
}

std::optional<Schedule> schedule() {
  if (!self.was_asked) {
    forget_in_children();
    self.was_asked = true;
    self.file = Descriptor(open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC));
  }
  std::array<char, 96> text;
  const ssize_t bytes = self.file.get() < 0 ? -1 : pread(self.file.get(), text.data(), text.size(), 0);
  if (bytes <= 0) return {};
  Schedule told;
  const char* const end = text.data() + bytes;
  const auto [behind, error] = std::from_chars(text.data(), end, told.on_processor);
  if (error != std::errc() || behind == end) return {};
  if (std::from_chars(behind + 1, end, told.waited).ec != std::errc()) return {};
  return told;
}

ScheduledTime since_last_look(std::int64_t began) {
  const std::optional<Schedule> now = schedule();
  if (!now) return {};
  const std::int64_t time = account_clock();
  if (self.run != began) {
    // A thread that was there before has been told of more than this run. A new one is told of all that it did.
    const bool is_new = now->on_processor + now->waited < time - began;
    self.time = is_new ? time - now->on_processor - now->waited : time;
    self.last = is_new ? Schedule{} : *now;
    self.run = began;
  }
  const ScheduledTime since{.span = time - self.time,
                            .on_processor = now->on_processor - self.last.on_processor,
                            .waited = now->waited - self.last.waited};
  self.time = time;
  self.last = *now;
  return since;
}

// Enters what has happened to this thread since its last look of the same run; returns how long it has waited.
std::int64_t look_closely(WorkerAccount& account, std::int64_t began) {
  const ScheduledTime since = since_last_look(began);
  account.span += since.span;
  account.on_processor += since.on_processor;
  account.waited += since.waited;
  return since.waited;
}

// About every so many times, but never in step with the work.
std::uint32_t next_in(WorkerAccount& account, std::uint32_t every) {
  if (every <= 1) return 0;
  account.dice = account.dice * 1664525 + 1013904223;
  return every / 2 + static_cast<std::uint32_t>((std::uint64_t{account.dice} * every) >> 32);
}

}  // namespace

LookPlan LookPlan::of(double chunk_seconds) {
  const auto every = [&](double cost) {
    const double count = std::ceil(cost / most_cost / std::max(chunk_seconds, 1e-9));
    return static_cast<std::uint32_t>(std::clamp(count, 1.0, 1e6));
  };
  const std::uint32_t close = every(close_look_seconds);
  return every(look_seconds) <= 2 ? LookPlan{1, close} : LookPlan{close, 1};
}

void WorkerAccount::restart() {
  first_begin = last_end = closely = plainly = waited_in_close = 0;
  chunks = items = looked_at = after_last = 0;
}

std::int64_t account_clock() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

bool knows_schedule() { return schedule().has_value(); }

ScheduledTime scheduled_since_last_look(std::int64_t began) { return since_last_look(began); }

AccountEntry::AccountEntry(WorkerAccount& account, LookPlan plan, std::int64_t began)
    : account_(account), began_(began) {
  if (account.until_look > 0) {
    --account.until_look;
    return;
  }
  looks_ = true;
  account.until_look = next_in(account, plan.every);
  if (account.until_close_look > 0) {
    --account.until_close_look;
  } else {
    closely_ = true;
    account.until_close_look = next_in(account, plan.close_every);
    look_closely(account, began_);
  }
  begin_ = account_clock();
  if (account.first_begin == 0) account.first_begin = begin_;
}

void AccountEntry::end(std::size_t items) {
  ++account_.chunks;
  account_.items += items;
  if (!looks_) {
    ++account_.after_last;
    return;
  }
  const std::int64_t now = account_clock();
  account_.last_end = now;
  account_.after_last = 0;
  ++account_.looked_at;
  if (!closely_) {
    account_.plainly += now - begin_;
    return;
  }
  const std::int64_t waited = std::min(look_closely(account_, began_), now - begin_);
  account_.closely += now - begin_ - waited;
  account_.waited_in_close += waited;
}

}  // namespace parallax
