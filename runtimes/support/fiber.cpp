// SPDX-License-Identifier: MIT
#include "runtimes/support/fiber.hpp"

#include <cxxabi.h>

#include <memory>
#include <utility>

namespace parallax {

Fiber::Fiber(std::function<void()> body, int fibers)
    : stack_(fibers), marks_(stack_.memory()), body_(std::move(body)) {
  marks_.before_making();
  inside_ = boost::context::fiber(std::allocator_arg, stack_.preallocated(), FiberStack::StackAllocator(),
                                  [this](boost::context::fiber&& outside) {
                                    marks_.entered();
                                    outside_ = std::move(outside);
                                    body_();
                                    ended_ = true;
                                    marks_.before_end();
                                    return std::move(outside_);
                                  });
  marks_.after_making();
}

void Fiber::resume() {
  // All of it on the carrier's side, which stays in one thread: __cxa_get_globals may be called once for a
  // function, but a fiber that is ended by another thread than began it would still hold the first thread's.
  auto& current = *reinterpret_cast<CaughtExceptions*>(abi::__cxa_get_globals());
  const CaughtExceptions outside = std::exchange(current, exceptions_);
  marks_.before_resume();
  inside_ = std::move(inside_).resume();
  marks_.after_resume();
  exceptions_ = std::exchange(current, outside);
}

void Fiber::suspend() {
  marks_.before_suspend();
  outside_ = std::move(outside_).resume();
  marks_.entered();
}

}  // namespace parallax
