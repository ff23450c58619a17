// SPDX-License-Identifier: MIT
//
// The stack of one fiber. Ten thousand of them must be cheap, so a stack is address space that becomes memory
// page by page as it is used; and a kernel that needs more than there is must not write into its neighbour,
// so the page below each stack cannot be touched.
#pragma once

#include <boost/context/fiber.hpp>
#include <cstddef>
#include <span>

#include "runtimes/support/fiber_marks.hpp"

namespace parallax {

class FiberStack {
 public:
#if defined(PARALLAX_FIBER_SANITIZED)
  static constexpr std::size_t bytes = std::size_t{1} << 20;  // sanitizers make frames several times larger
#else
  static constexpr std::size_t bytes = std::size_t{128} << 10;
#endif

  // fibers: how many there shall be, for what is said if there is no room for them.
  explicit FiberStack(int fibers);
  ~FiberStack();
  FiberStack(const FiberStack&) = delete;
  FiberStack& operator=(const FiberStack&) = delete;

  std::span<std::byte> memory() const { return memory_; }

  boost::context::preallocated preallocated() const {
    boost::context::stack_context context;
    context.size = memory_.size();
    context.sp = memory_.data() + memory_.size();
    return {context.sp, context.size, context};
  }

  // For Boost.Context, which wants to give back the stack of a fiber that has ended. It stays here.
  struct StackAllocator {
    boost::context::stack_context allocate() { return {}; }
    void deallocate(boost::context::stack_context&) {}
  };

 private:
  std::span<std::byte> memory_;  // without the guard page, which lies before it
};

}  // namespace parallax
