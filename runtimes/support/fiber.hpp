// SPDX-License-Identifier: MIT
//
// A fiber: a function with a stack of its own that can stop in the middle and go on later, on Boost.Context.
//
// resume() is for whoever carries it, suspend() for the fiber itself; both return when the other side has
// come to its next one. The side that does not run costs nothing but its stack. A fiber must have ended
// before it is destroyed, and stays with the thread that carries it while it is in the middle of something.
#pragma once

#include <boost/context/fiber.hpp>
#include <functional>

#include "runtimes/support/fiber_marks.hpp"
#include "runtimes/support/fiber_stack.hpp"

namespace parallax {

class Fiber {
 public:
  // body: must not throw. fibers: how many there shall be in all; see FiberStack.
  Fiber(std::function<void()> body, int fibers);
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  void resume();
  void suspend();
  bool ended() const { return ended_; }

 private:
  friend class FiberQueue;

  // What the C++ library knows about the exceptions that a thread is handling (the Itanium ABI's
  // __cxa_eh_globals). It keeps that per thread, though the catch blocks are on the stack: without care a
  // fiber that waits in a catch block would find the exception of another when it goes on.
  struct CaughtExceptions {
    void* caught = nullptr;
    unsigned int uncaught = 0;
  };

  FiberStack stack_;
  FiberMarks marks_;
  std::function<void()> body_;
  bool ended_ = false;
  CaughtExceptions exceptions_;    // while it does not run
  boost::context::fiber inside_;   // while it does not run: where it goes on
  boost::context::fiber outside_;  // while it runs: where its carrier goes on
  Fiber* next_ = nullptr;          // in a FiberQueue
};

// Fibers in the order in which they came. It owns none, and a fiber can be in one at a time.
class FiberQueue {
 public:
  bool empty() const { return first_ == nullptr; }

  void push(Fiber& fiber) {
    fiber.next_ = nullptr;
    (first_ == nullptr ? first_ : last_->next_) = &fiber;
    last_ = &fiber;
  }

  // Only if not empty.
  Fiber& pop() {
    Fiber& fiber = *first_;
    first_ = fiber.next_;
    return fiber;
  }

 private:
  Fiber* first_ = nullptr;
  Fiber* last_ = nullptr;
};

}  // namespace parallax
