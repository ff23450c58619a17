// SPDX-License-Identifier: MIT
#include "benches/probes/life/victim_in_runtime.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>
#include <string>

#include "benches/probes/life/hello.hpp"
#include "support/futex.hpp"

namespace parallax {

using std::chrono::nanoseconds;

struct VictimInRuntime::Shared {
  std::atomic<bool> kill = false;
  std::int64_t patience = 0;  // nanoseconds
  std::atomic<pid_t> process = 0;
  std::atomic<std::int64_t> killed_at = 0;
  FutexWord died = 0;  // about to, more exactly
};

VictimInRuntime::VictimInRuntime(const RuntimeEntry& runtime)
    : entry_(runtime), shared_(arena_.make<Shared>()) {
  if (!runtime.facts.processes)
    throw NotSupported(fmt::format("a worker of {} cannot be killed alone", runtime.facts.name));
  job_ = {.kernel = "death",
          .items = 2,
          .grain = 1,
          .params = {},
          .in = {},
          .out = {reinterpret_cast<std::byte*>(&shared_), sizeof shared_},
          .run = live_or_die};
}

void VictimInRuntime::start() {
  shared_.kill = false;
  shared_.process = 0;
  shared_.killed_at = 0;
  shared_.died = 0;
  status_ = {};
  runtime_ = entry_.start({.workers = 2});
}

void VictimInRuntime::kill() { shared_.kill = true; }

// The caller's chunk ends when the other worker is about to die, so that the caller waits for it and nothing
// else when it does.
void VictimInRuntime::live_or_die(const MapJob& job, Range, Worker& worker) {
  Shared& shared = *reinterpret_cast<Shared*>(job.out.data());
  if (!shared.kill) return;
  if (worker.index() != 0) {
    shared.process = getpid();
    shared.killed_at = monotonic_now();
    shared.died = 1;
    futex_wake_all(shared.died);
    ::kill(getpid(), SIGKILL);
  }
  const std::int64_t deadline = monotonic_now() + shared.patience;
  while (shared.died == 0) {
    const std::int64_t left = deadline - monotonic_now();
    if (left <= 0) throw std::runtime_error("no worker began a chunk that could be killed");
    futex_wait_for(shared.died, 0, nanoseconds(left));
  }
}

void VictimInRuntime::notice(std::chrono::milliseconds patience) {
  shared_.patience = nanoseconds(patience).count();
  try {
    runtime_->map(job_);
  } catch (const WorkerDied& death) {
    const std::string text = death.what();
    const bool named = text.find(fmt::format("(process {})", process())) != std::string::npos;
    if (named && text.find("signal 9 ") != std::string::npos) status_.raw = SIGKILL;
    return;
  }
  throw std::runtime_error("map() ended as if no worker had died");
}

std::int64_t VictimInRuntime::killed_at() const { return shared_.killed_at; }

pid_t VictimInRuntime::process() const { return shared_.process; }

ExitStatus VictimInRuntime::reap() {
  runtime_.reset();
  return status_;
}

}  // namespace parallax
