// SPDX-License-Identifier: MIT
#include "runtimes/process/steal_pool.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <system_error>
#include <thread>
#include <utility>

#include "runtimes/process/page_map.hpp"
#include "runtimes/process/slot_error.hpp"
#include "runtimes/process/steal_memory.hpp"
#include "runtimes/process/usage.hpp"

namespace parallax {

StealPool::StealPool(const StealPoolOptions& options)
    : options_(options),
      to_map_(shared_mappings()),
      memory_(Mapping::shared(Shared::bytes(options.workers, to_map_.size()))),
      workers_(static_cast<std::size_t>(options.workers - 1)) {
  try {
    start_all();
  } catch (...) {
    kill_all();
    throw;
  }
}

StealPool::~StealPool() { kill_all(); }

StealPool::Shared& StealPool::shared() const { return *reinterpret_cast<Shared*>(memory_.bytes().data()); }

// As if nothing had been run. Deques and records, which lie behind it, need no zeroes to begin with.
void StealPool::make_shared() { new (memory_.bytes().data()) Shared(memory_.bytes(), options_, to_map_); }

void StealPool::start_all() {
  make_shared();
  if (workers_.empty()) return;
  if (!starter_) starter_ = make_fork_starter({.serve = serve, .shared = &shared()});
  for (int tries = 1;; ++tries) {
    // All processes first: a thread that exists during a fork exists in the child as a lock held for ever.
    for (std::size_t i = 0; i < workers_.size(); ++i) workers_[i] = starter_->start(static_cast<int>(i));
    watch_ = std::make_unique<DeathWatch>([this] {
      shared().stealing.cancel();
      shared().team.wake_caller();
    });
    for (std::size_t i = 0; i < workers_.size(); ++i) watch_->add(workers_[i].end.get(), static_cast<int>(i));
    bool ready = true;
    for (std::size_t i = 0; i < workers_.size() && ready; ++i)
      ready = shared().team.wait_until_ready(static_cast<int>(i), watch_->any());
    if (ready) return;
    const std::string who = bury("before it was ready");
    if (options_.on_death == OnDeath::fail || tries >= options_.most_deaths) {
      broken_ = who;
      throw WorkerDied(who);
    }
    make_shared();
  }
}

void StealPool::kill_all() noexcept {
  watch_.reset();
  for (const StartedWorker& worker : workers_) {
    if (worker.pid > 0) syscall(SYS_pidfd_send_signal, worker.end.get(), SIGKILL, nullptr, 0);
  }
  for (StartedWorker& worker : workers_) {
    if (worker.pid > 0) past_ += starter_->reap(std::exchange(worker.pid, -1)).usage;
    worker.end.reset();
  }
}

std::string StealPool::bury(std::string_view when) {
  std::string first;
  for (const int number : watch_->collect()) {
    StartedWorker& worker = workers_[static_cast<std::size_t>(number)];
    const pid_t pid = std::exchange(worker.pid, -1);
    const EndedWorker ended = starter_->reap(pid);
    past_ += ended.usage;
    ++deaths_;
    if (first.empty())
      first = fmt::format("worker {} (process {}) {} {}", number + 1, pid, ended.status.text(), when);
  }
  kill_all();
  return first;
}

void StealPool::replace_all(std::string_view when) {
  const std::string who = bury(when);
  if (options_.on_death == OnDeath::fail) {
    broken_ = who;
    throw WorkerDied(who);
  }
  start_all();
}

template <class Job>
bool StealPool::run_once(const Job& job) {
  error_ = nullptr;
  shared().stealing.open(job);
  if (died()) return false;  // perhaps before it was opened, so that cancelling it was in vain
  shared().team.open({});
  try {
    shared().stealing.work(caller_);
  } catch (...) {
    shared().stealing.cancel();
    error_ = std::current_exception();
  }
  if (!watch_) return true;
  return shared().team.close(watch_->any()) && !died();
}

template <class Job>
void StealPool::run(const Job& job) {
  heal();
  const std::string when = fmt::format("while running {}", job.kernel);
  for (int deaths = 1; !run_once(job); ++deaths) {
    if (deaths >= options_.most_deaths && options_.on_death == OnDeath::retry) {
      const std::string who = bury(when);
      start_all();
      throw WorkerDied(fmt::format("{}: the job has lost workers {} times", who, deaths));
    }
    replace_all(when);
  }
  throw_first_error();
}

void StealPool::map(const MapJob& job) { run(job); }
void StealPool::tree(const TreeJob& job) { run(job); }
void StealPool::graph(const GraphJob& job) { run(job); }

// Nobody is inside any more.
void StealPool::throw_first_error() {
  std::optional<std::string> threw;
  for (int number = 0; number < options_.workers - 1; ++number) {
    const auto error = take_error(shared().team.slot(number));
    if (error && !threw) threw = fmt::format("worker {}: {}", number + 1, *error);
  }
  if (const auto error = std::exchange(error_, nullptr)) std::rethrow_exception(error);
  if (threw) throw std::runtime_error(*threw);
}

void StealPool::heal() {
  if (broken_) throw WorkerDied(*broken_);
  if (died()) replace_all("while idle");
}

std::uint64_t StealPool::not_handed_out() const { return shared().stealing.not_handed_out(); }

Usage StealPool::usage() {
  heal();
  Usage sum;
  if (watch_) {
    sum.unsure_seconds = shared().team.rest(watch_->any());
    heal();
  }
  sum += past_;
  try {
    for (const pid_t pid : processes()) sum += usage_of(pid);
  } catch (const std::system_error&) {  // it has ended, and this is about to be announced
    while (!died()) std::this_thread::yield();
    return usage();
  }
  return sum;
}

std::vector<pid_t> StealPool::processes() const { return processes_of(workers_); }

void StealPool::stop() {
  if (broken_) throw WorkerDied(*broken_);
  watch_.reset();  // from here on their ends are expected
  shared().team.stop();
  broken_ = "the pool has been stopped";
  const std::string lost = reap_stopped(starter_.get(), workers_);
  if (!lost.empty() && options_.on_death == OnDeath::fail) throw WorkerDied(lost);
}

// A worker's whole life.
void StealPool::serve(void* memory, int number) {
  Shared& shared = *static_cast<Shared*>(memory);
  ProcessTeam::Slot& own = shared.team.slot(number);
  Worker worker(number + 1);
  PageMap pages;
  for (const SharedMapping& mapping : shared.memory) pages.map(mapping.view());
  own.ready.store(1, std::memory_order_seq_cst);
  shared.team.wake_caller();
  for (std::uint32_t seen = 0; shared.team.wait(own, seen); shared.team.leave(own)) {
    if (!attempt(own, [&] { shared.stealing.work(worker); })) shared.stealing.cancel();
  }
}

}  // namespace parallax
