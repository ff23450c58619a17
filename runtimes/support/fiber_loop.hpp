// SPDX-License-Identifier: MIT
//
// The event loop of one thread: its fibers that are ready, that sleep, that wait for a descriptor or for a
// call on another thread. Only that thread touches it, except for calls that come back from the pool.
//
// All that are ready run before the kernel is asked for anything, so that what they want goes to it together.
#pragma once

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <utility>

#include "runtimes/support/blocking_pool.hpp"
#include "runtimes/support/fiber.hpp"
#include "runtimes/support/reactor.hpp"
#include "runtimes/support/timer_heap.hpp"

namespace parallax {

class FiberLoop {
 public:
  using Clock = std::chrono::steady_clock;
  using MakeReactor = std::unique_ptr<Reactor> (*)(int fibers, FiberQueue& ready);

  FiberLoop(int fibers, MakeReactor make_reactor, BlockingPool& pool)
      : reactor_(make_reactor(fibers, ready_)), pool_(pool), alone_(fibers == 1) {}

  // For the thread that carries the fibers, outside of them.
  void start();            // before everything else, once or often
  void run(Fiber& fiber);  // gives an idle one something to do, until it waits or is idle again
  void run_ready();        // those that are ready now, each once
  bool any_ready() const { return !ready_.empty(); }
  bool any_busy() const { return busy_ != 0; }
  // Whether a fiber has stepped aside in the middle of a chunk since this was asked last, so that a further
  // chunk may begin although that fiber is ready.
  bool take_offer() { return std::exchange(offered_, false); }
  void poll_if_due();  // at the kernel's completions and the clock, unless that was a moment ago
  void wait();         // until something is ready, or for no reason

  // For the fiber that runs.
  void idle();  // it has nothing to do until run() is called
  void between_chunks() {
    if (busy_ > 1) yield();
  }
  void checkpoint();  // in the middle of a chunk
  void sleep_until(Clock::time_point time);
  void perform(Operation& operation);  // sets its result
  bool syncs() const { return reactor_->syncs(); }
  // Runs call(context) on another thread, if another fiber could use this one meanwhile.
  void block(void (*call)(void*), void* context);

 private:
  // A call on another thread.
  struct BlockingCall {
    void (*call)(void*);
    void* context;
    Fiber* fiber;
    std::exception_ptr error;
    BlockingCall* next = nullptr;
  };

  void resume(Fiber& fiber);
  void suspend() { running_->suspend(); }
  void yield();
  void poll();
  void wake_due(Clock::time_point now);
  void complete(BlockingCall& blocking) noexcept;  // on the other thread
  void resume_completed();

  FiberQueue ready_;
  std::unique_ptr<Reactor> reactor_;
  BlockingPool& pool_;
  const bool alone_;
  bool started_ = false;
  bool offered_ = false;
  Fiber* running_ = nullptr;
  int busy_ = 0;  // fibers that are not idle
  int away_ = 0;  // fibers that wait for another thread
  TimerHeap timers_;
  Clock::time_point next_poll_;
  std::atomic<BlockingCall*> completed_ = nullptr;  // a stack of those that are back
};

}  // namespace parallax
