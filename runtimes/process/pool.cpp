// SPDX-License-Identifier: MIT
//
// The caller's side of the pool; the workers' is pool_worker.cpp.
#include "runtimes/process/pool.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <new>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "runtimes/process/pool_memory.hpp"
#include "runtimes/process/slot_error.hpp"
#include "runtimes/process/usage.hpp"
#include "runtimes/process/worker_main.hpp"

namespace parallax {
namespace {

using Slot = ProcessTeam::Slot;

// An address may be taken in a fresh program, by chance; somewhere else it is not.
constexpr int most_layouts = 20;

}  // namespace

ProcessPool::ProcessPool(const PoolOptions& options)
    : options_(options),
      to_map_(options.map_memory_first ? shared_mappings() : std::vector<SharedMapping>()),
      memory_(Mapping::shared(Shared::bytes(options.workers - 1, to_map_.size()))),
      shared_(*new (memory_.bytes().data()) Shared(options.workers - 1, options, to_map_)),
      workers_(static_cast<std::size_t>(options.workers - 1)),
      failed_starts_(workers_.size()) {
  if (workers_.empty()) return;
  try {
    starter_ = make_starter(options.start, {.serve = serve, .shared = &shared_});
    // All processes first: a thread that exists during a fork exists in the child as a lock held for ever.
    for (int slot = 0; slot < options.workers - 1; ++slot)
      workers_[static_cast<std::size_t>(slot)] = starter_->start(slot);
    watch_ = std::make_unique<DeathWatch>([this] { team().wake_caller(); });
    for (int slot = 0; slot < options.workers - 1; ++slot)
      watch_->add(workers_[static_cast<std::size_t>(slot)].end.get(), slot);
    wait_until_all_ready();
  } catch (...) {
    kill_all();
    throw;
  }
}

ProcessPool::~ProcessPool() { kill_all(); }

ProcessTeam& ProcessPool::team() { return shared_.team; }

void ProcessPool::kill_all() noexcept {
  watch_.reset();
  for (const StartedWorker& worker : workers_) {
    if (worker.pid > 0) syscall(SYS_pidfd_send_signal, worker.end.get(), SIGKILL, nullptr, 0);
  }
  for (StartedWorker& worker : workers_) {
    if (worker.pid > 0) starter_->reap(std::exchange(worker.pid, -1));
  }
}

void ProcessPool::start(int slot) {
  StartedWorker& worker = workers_[static_cast<std::size_t>(slot)];
  try {
    worker = starter_->start(slot);
    watch_->add(worker.end.get(), slot);
  } catch (const std::exception& error) {
    broken_ = fmt::format("worker {} could not be replaced: {}", slot + 1, error.what());
    throw;
  }
}

void ProcessPool::wait_until_all_ready() {
  for (int slot = 0; slot < options_.workers - 1; ++slot) {
    while (!team().wait_until_ready(slot, watch_->any())) attend({});
  }
}

void ProcessPool::attend(std::string_view kernel) {
  for (const int slot : watch_->collect()) handle_death(slot, kernel);
}

void ProcessPool::handle_death(int number, std::string_view kernel) {
  StartedWorker& worker = workers_[static_cast<std::size_t>(number)];
  int& failed_starts = failed_starts_[static_cast<std::size_t>(number)];
  Slot& slot = team().slot(number);
  const pid_t pid = std::exchange(worker.pid, -1);
  worker.end.reset();
  const EndedWorker ended = starter_->reap(pid);
  const ExitStatus status = ended.status;
  past_ += ended.usage;
  const bool retired = slot.retired.load() != 0 && status.clean();
  const bool ready = slot.ready.load() != 0;
  const std::size_t chunk = team().recover_slot(number);
  const std::string who = fmt::format("worker {} (process {})", number + 1, pid);
  const std::string when = kernel.empty() ? "while idle" : fmt::format("while running {}", kernel);

  if (retired) {
    ++retirements_;
    return start(number);
  }
  if (!ready) {
    const bool again = status.raw == exit_address_taken << 8 || options_.on_death == OnDeath::retry;
    const int most = status.raw == exit_address_taken << 8 ? most_layouts : options_.most_deaths;
    if (!again || ++failed_starts >= most) {
      const auto threw = take_error(slot);
      broken_ = threw ? fmt::format("{}: the initializer threw: {}", who, *threw)
                      : fmt::format("{} {} before it was ready", who, status.text());
      if (threw) throw std::runtime_error(*broken_);
      throw WorkerDied(*broken_);
    }
    return start(number);
  }
  failed_starts = 0;
  ++deaths_;
  if (options_.on_death == OnDeath::fail) {
    team().cancel();
    broken_ = fmt::format("{} {} {}", who, status.text(), when);
    throw WorkerDied(*broken_);
  }
  if (chunk != ProcessTeam::no_chunk && !given_up_) {
    if (++deaths_by_chunk_[chunk] < options_.most_deaths) {
      orphans_.push_back(chunk);
    } else {
      given_up_ = fmt::format("{} {} {}: chunk {} has ended {} workers", who, status.text(), when, chunk,
                              options_.most_deaths);
      team().cancel();
    }
  }
  start(number);
}

void ProcessPool::work(const MapJob& job) {
  const bool alone = !watch_;
  try {
    for (auto c = team().claim(); c != ProcessTeam::no_chunk; c = team().claim()) {
      job.run(job, chunk(job, c), caller_);
      if (!alone && watch_->any().load(std::memory_order_relaxed)) return;  // to be attended first
    }
  } catch (...) {
    team().cancel();
    error_ = std::current_exception();
  }
}

void ProcessPool::map(const MapJob& job) {
  if (broken_) throw WorkerDied(*broken_);
  team().open(job);
  work(job);
  while (watch_) {
    if (watch_->any()) {
      attend(job.kernel);
      work(job);  // goes on where it was interrupted
    }
    if (given_up_ || error_) orphans_.clear();
    while (!orphans_.empty() && team().offer(orphans_.front())) orphans_.pop_front();
    if (team().offering() && !given_up_ && !error_) {
      team().reopen();
      team().wait_until_claimed(watch_->any());
      continue;
    }
    if (team().close(watch_->any()) && !watch_->any()) break;
  }
  deaths_by_chunk_.clear();
  throw_first_error();
}

// Nobody is inside any more.
void ProcessPool::throw_first_error() {
  std::optional<std::string> threw;
  for (int number = 0; number < options_.workers - 1; ++number) {
    const auto error = take_error(team().slot(number));
    if (error && !threw) threw = fmt::format("worker {}: {}", number + 1, *error);
  }
  const auto given_up = std::exchange(given_up_, {});
  if (const auto error = std::exchange(error_, nullptr)) std::rethrow_exception(error);
  if (threw) throw std::runtime_error(*threw);
  if (given_up) throw WorkerDied(*given_up);
}

void ProcessPool::heal() {
  if (broken_) throw WorkerDied(*broken_);
  if (!watch_) return;
  if (watch_->any()) attend({});
  wait_until_all_ready();
}

Usage ProcessPool::usage() {
  if (broken_) throw WorkerDied(*broken_);
  Usage sum;
  if (watch_) {
    sum.unsure_seconds = team().rest(watch_->any());
    if (watch_->any()) attend({});
  }
  sum += past_;
  const auto add = [&](pid_t pid) { sum += usage_of(pid); };
  for (const pid_t pid : processes()) {
    try {
      add(pid);
    } catch (const std::system_error&) {  // it has ended, and this is about to be announced
      while (!watch_->any()) std::this_thread::yield();
      return usage();
    }
  }
  if (starter_ && starter_->server() > 0) add(starter_->server());
  return sum;
}

std::uint64_t ProcessPool::mapped_regions() {
  std::uint64_t sum = 0;
  for (int number = 0; number < options_.workers - 1; ++number)
    sum += team().slot(number).mapped.load(std::memory_order_relaxed);
  return sum;
}

std::vector<pid_t> ProcessPool::processes() const { return processes_of(workers_); }

void ProcessPool::stop() {
  if (broken_) throw WorkerDied(*broken_);
  watch_.reset();  // from here on their ends are expected
  team().stop();
  broken_ = "the pool has been stopped";
  const std::string lost = reap_stopped(starter_.get(), workers_);
  if (!lost.empty() && options_.on_death == OnDeath::fail) throw WorkerDied(lost);
}

}  // namespace parallax
