// SPDX-License-Identifier: MIT
#include "runtimes/support/fiber_loop.hpp"

#include <utility>

namespace parallax {
namespace {

// How long completions may wait while fibers compute: long beside a look, which is one system call at most,
// and short beside what is waited for.
constexpr std::chrono::microseconds pause_between_polls{20};

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

void FiberLoop::poll_if_due() {
  const auto now = Clock::now();
  if (now >= next_poll_) poll();
}

void FiberLoop::poll() {
  if (away_ != 0) reactor_->expect_wake();
  reactor_->poll();
  resume_completed();
  wake_due(Clock::now());
}

void FiberLoop::wait() {
  if (away_ != 0) reactor_->expect_wake();
  reactor_->wait(timers_.next());
  resume_completed();
  wake_due(Clock::now());
}

void FiberLoop::wake_due(Clock::time_point now) {
  timers_.wake(now, ready_);
  next_poll_ = now + pause_between_polls;
}

void FiberLoop::idle() {
  --busy_;
  suspend();
}

void FiberLoop::yield() {
  poll_if_due();
  if (ready_.empty()) return;
  ready_.push(*running_);
  suspend();
}

void FiberLoop::checkpoint() {
  if (Clock::now() >= next_poll_) {
    poll();
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
  BlockingCall blocking{call, context, running_, {}};
  pool_.run([this, &blocking] {
    try {
      blocking.call(blocking.context);
    } catch (...) {
      blocking.error = std::current_exception();
    }
    complete(blocking);
  });
  ++away_;
  suspend();
  if (blocking.error) std::rethrow_exception(std::move(blocking.error));
}

void FiberLoop::complete(BlockingCall& blocking) noexcept {
  BlockingCall* top = completed_.load(std::memory_order_relaxed);
  do {
    blocking.next = top;
  } while (!completed_.compare_exchange_weak(top, &blocking, std::memory_order_release,
                                             std::memory_order_relaxed));
  // From here on `blocking` may be gone. Whoever found the stack empty wakes the loop for all who come after.
  if (top == nullptr) reactor_->wake();
}

void FiberLoop::resume_completed() {
  if (away_ == 0) return;
  BlockingCall* blocking = completed_.exchange(nullptr, std::memory_order_acquire);
  while (blocking != nullptr) {
    BlockingCall* const next = blocking->next;
    ready_.push(*blocking->fiber);
    --away_;
    blocking = next;
  }
}

}  // namespace parallax
