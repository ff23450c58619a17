// SPDX-License-Identifier: MIT
#include "runtimes/support/fiber_loop.hpp"

#include <utility>

namespace parallax {
namespace {

// How long completions may wait while fibers compute: long beside a look, which is one system call at most,
// and short beside what is waited for.
constexpr std::chrono::microseconds pause_between_looks{20};

}  // namespace

void FiberLoop::start() {
  if (!std::exchange(started_, true)) reactor_->start();
}

void FiberLoop::run(Fiber& fiber) {
  ++busy_;
  resume(fiber);
}

void FiberLoop::resume(Fiber& fiber) {
  running_ = &fiber;
  fiber.resume();
}

void FiberLoop::run_ready() {
  // One that is ready again at once must not keep the kernel from being looked at.
  FiberQueue now = std::exchange(ready_, {});
  while (!now.empty()) resume(now.pop());
}

void FiberLoop::look_if_due() {
  const auto now = Clock::now();
  if (now >= next_look_) look();
}

void FiberLoop::look() {
  if (away_ != 0) reactor_->expect_wake();
  reactor_->look();
  take_back();
  wake_due(Clock::now());
}

void FiberLoop::wait() {
  if (away_ != 0) reactor_->expect_wake();
  reactor_->wait(timers_.next());
  take_back();
  wake_due(Clock::now());
}

void FiberLoop::wake_due(Clock::time_point now) {
  timers_.wake(now, ready_);
  next_look_ = now + pause_between_looks;
}

void FiberLoop::idle() {
  --busy_;
  suspend();
}

void FiberLoop::let_others_run() {
  look_if_due();
  if (ready_.empty()) return;
  ready_.push(*running_);
  suspend();
}

void FiberLoop::checkpoint() {
  if (Clock::now() >= next_look_) {
    look();
    offered_ = true;
  } else if (ready_.empty()) {
    return;
  }
  ready_.push(*running_);
  suspend();
}

void FiberLoop::sleep_until(Clock::time_point time) {
  timers_.add(time, *running_);
  suspend();
}

void FiberLoop::perform(Operation& operation) {
  operation.fiber = running_;
  if (reactor_->begin(operation)) {
    between_chunks();  // one whose operations always end at once lets the others run too
  } else {
    suspend();
  }
}

void FiberLoop::block(void (*call)(void*), void* context) {
  if (alone_) return call(context);
  Away away{call, context, running_, {}};
  pool_.run([this, &away] {
    try {
      away.call(away.context);
    } catch (...) {
      away.error = std::current_exception();
    }
    come_back(away);
  });
  ++away_;
  suspend();
  if (away.error) std::rethrow_exception(std::move(away.error));
}

void FiberLoop::come_back(Away& away) noexcept {
  Away* top = back_.load(std::memory_order_relaxed);
  do {
    away.next = top;
  } while (!back_.compare_exchange_weak(top, &away, std::memory_order_release, std::memory_order_relaxed));
  // From here on `away` may be gone. Whoever found the stack empty wakes the loop for all who come after.
  if (top == nullptr) reactor_->wake();
}

void FiberLoop::take_back() {
  if (away_ == 0) return;
  Away* away = back_.exchange(nullptr, std::memory_order_acquire);
  while (away != nullptr) {
    Away* const next = away->next;
    ready_.push(*away->fiber);
    --away_;
    away = next;
  }
}

}  // namespace parallax
