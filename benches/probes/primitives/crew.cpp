// SPDX-License-Identifier: MIT
#include "benches/probes/primitives/crew.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>

#include <cstdio>
#include <exception>

#include "runtimes/process/usage.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/spin.hpp"

namespace parallax {

Crew::Crew(Sharing sharing, int members, Body body)
    : members_(members),
      spin_(spin_budget_for(members)),
      body_(std::move(body)),
      all_done_(eventfd(0, EFD_CLOEXEC), "eventfd") {
  if (sharing == Sharing::processes) {
    children_.reserve(static_cast<std::size_t>(members));
    for (int i = 0; i < members; ++i) children_.emplace_back([this, i] { serve_or_tell(i); });
    return;
  }
  try {
    for (int i = 0; i < members; ++i) threads_.emplace_back([this, i]() noexcept { serve(i); });
  } catch (...) {
    end();
    throw;
  }
}

// Processes are killed by their guards: between two orders they hold nothing, and within one, after another
// has died, there is no better way.
Crew::~Crew() { end(); }

void Crew::end() {
  page_->ending = true;
  ++page_->orders;
  futex_wake_all(page_->orders);
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Crew::run(std::int64_t order) {
  require_all();
  page_->order = order;
  page_->present = 0;
  page_->done = 0;
  ++page_->orders;
  futex_wake_all(page_->orders);
  wait_for_all();
}

void Crew::serve(int member) {
  for (std::uint32_t number = 1;; ++number) {
    while (page_->orders < number) futex_wait(page_->orders, number - 1);
    if (page_->ending) return;
    line_up(number);
    body_(member, page_->order);
    if (++page_->done == members_) eventfd_write(all_done_.get(), 1);
  }
}

// An exception cannot leave its process, so its text does.
void Crew::serve_or_tell(int member) {
  const auto keep = [&](const char* what) {
    if (!page_->failed.exchange(true))
      std::snprintf(page_->error, sizeof page_->error, "worker %d: %s", member, what);
  };
  try {
    serve(member);
  } catch (const std::exception& error) {
    keep(error.what());
    throw;
  } catch (...) {
    keep("an exception that is not a std::exception");
    throw;
  }
}

// Nobody begins before all are awake, or the first could be done before the second has begun.
void Crew::line_up(std::uint32_t number) {
  if (++page_->present == members_) {
    page_->started = number;
    futex_wake_all(page_->started);
    return;
  }
  if (spin_until([&] { return page_->started == number; }, spin_)) return;
  while (page_->started != number) futex_wait(page_->started, number - 1);
}

void Crew::wait_for_all() {
  std::vector<pollfd> events;
  for (const Child& child : children_)
    events.push_back({.fd = child.descriptor(), .events = POLLIN, .revents = 0});
  events.push_back({.fd = all_done_.get(), .events = POLLIN, .revents = 0});
  for (;;) {
    if (poll(events.data(), events.size(), -1) < 0) continue;  // interrupted
    for (std::size_t i = 0; i < children_.size(); ++i) {
      if (events[i].revents != 0) throw_worker_died(i);
    }
    if (events.back().revents != 0) break;
  }
  eventfd_t once = 0;
  eventfd_read(all_done_.get(), &once);
}

void Crew::throw_worker_died(std::size_t member) {
  const pid_t pid = children_[member].pid();
  const ExitStatus status = children_[member].reap();
  lost_ = page_->failed ? page_->error : fmt::format("worker {} (process {}) {}", member, pid, status.text());
  children_.clear();
  throw WorkerDied(lost_);
}

void Crew::require_all() {
  if (!lost_.empty()) throw WorkerDied(lost_);
  for (std::size_t i = 0; i < children_.size(); ++i) {
    pollfd end{.fd = children_[i].descriptor(), .events = POLLIN, .revents = 0};
    if (poll(&end, 1, 0) > 0) throw_worker_died(i);
  }
}

Usage Crew::usage() {
  require_all();
  Usage sum;
  for (const Child& child : children_) sum += usage_of(child.pid());
  return sum;
}

}  // namespace parallax
