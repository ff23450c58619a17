// SPDX-License-Identifier: MIT
#include "benches/probes/life/victim_process.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <new>
#include <stdexcept>
#include <thread>

#include "benches/probes/life/hello.hpp"
#include "benches/probes/life/process_facts.hpp"
#include "support/retry.hpp"
#include "support/system_error.hpp"

namespace parallax {

VictimProcess::VictimProcess()
    : memory_(Mapping::shared(sizeof(std::atomic<bool>))),
      lives_(*new (memory_.bytes().data()) std::atomic<bool>(false)) {}

void VictimProcess::start() {
  lives_ = false;
  prepare_parent();
  child_.emplace([this] {
    prepare_child();
    lives_ = true;
    live();
  });
  process_ = child_->pid();
  settle_parent();
  while (!lives_ || state_of(process_) != 'S') {
    pollfd end{.fd = child_->descriptor(), .events = POLLIN, .revents = 0};
    if (poll(&end, 1, 0) == 1)
      throw WorkerDied(fmt::format("worker {} {} before it was killed", process_, child_->reap().text()));
    std::this_thread::yield();
  }
}

void VictimProcess::live() {
  for (;;) pause();
}

void VictimProcess::kill() {
  killed_at_ = monotonic_now();
  child_->kill();
}

ExitStatus VictimProcess::reap() {
  const ExitStatus status = child_->reap();
  child_.reset();
  return status;
}

void poll_or_lose_patience(int descriptor, short events, std::chrono::milliseconds patience) {
  pollfd source{.fd = descriptor, .events = events, .revents = 0};
  const int ready =
      check(retry_on_interrupt([&] { return poll(&source, 1, static_cast<int>(patience.count())); }), "poll");
  if (ready == 0) throw std::runtime_error(fmt::format("no death was noticed in {} ms", patience.count()));
}

}  // namespace parallax
