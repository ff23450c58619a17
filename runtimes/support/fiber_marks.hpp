// SPDX-License-Identifier: MIT
//
// What AddressSanitizer and ThreadSanitizer must be told about a fiber. They follow threads; unless told they
// take a switch of stacks for a corrupt stack or for a race. Without them all of this is nothing.
//
// ThreadSanitizer is told outside of the fiber only, by its carrier around the switch: so the calls and
// returns that it counts meet the same count on both ways. AddressSanitizer wants to hear of each switch on
// both sides.
#pragma once

#include <cstddef>
#include <span>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PARALLAX_FIBER_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define PARALLAX_FIBER_TSAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(PARALLAX_FIBER_ASAN)
#define PARALLAX_FIBER_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__) && !defined(PARALLAX_FIBER_TSAN)
#define PARALLAX_FIBER_TSAN 1
#endif
#if defined(PARALLAX_FIBER_ASAN) || defined(PARALLAX_FIBER_TSAN)
#define PARALLAX_FIBER_SANITIZED 1
#endif

#ifdef PARALLAX_FIBER_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef PARALLAX_FIBER_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace parallax {

// Before the memory of a stack is given back: what was known about its frames is no longer true.
inline void forget_marks([[maybe_unused]] std::span<std::byte> stack) {
#ifdef PARALLAX_FIBER_ASAN
  __asan_unpoison_memory_region(stack.data(), stack.size());
#endif
}

#ifdef PARALLAX_FIBER_SANITIZED

class FiberMarks {
 public:
  explicit FiberMarks([[maybe_unused]] std::span<std::byte> stack) {
#ifdef PARALLAX_FIBER_ASAN
    stack_ = stack;
#endif
#ifdef PARALLAX_FIBER_TSAN
    inside_ = __tsan_create_fiber(0);
#endif
  }
  ~FiberMarks() {
#ifdef PARALLAX_FIBER_TSAN
    __tsan_destroy_fiber(inside_);
#endif
  }
  FiberMarks(const FiberMarks&) = delete;
  FiberMarks& operator=(const FiberMarks&) = delete;

  // The carrier's: around the making of a context, which runs its first instructions.
  void before_making() { go_inside(); }
  void after_making() { go_outside(); }

  // The carrier's: around each switch into the fiber.
  void before_resume() {
#ifdef PARALLAX_FIBER_ASAN
    __sanitizer_start_switch_fiber(&outside_fake_, stack_.data(), stack_.size());
#endif
    go_inside();
  }
  void after_resume() {
    go_outside();
#ifdef PARALLAX_FIBER_ASAN
    __sanitizer_finish_switch_fiber(outside_fake_, nullptr, nullptr);
#endif
  }

  // The fiber's own: first thing when it runs (again), and last thing before it does not.
  void entered() {
#ifdef PARALLAX_FIBER_ASAN
    __sanitizer_finish_switch_fiber(inside_fake_, &outside_stack_, &outside_size_);
#endif
  }
  void before_suspend() {
#ifdef PARALLAX_FIBER_ASAN
    __sanitizer_start_switch_fiber(&inside_fake_, outside_stack_, outside_size_);
#endif
  }
  void before_end() {
#ifdef PARALLAX_FIBER_ASAN
    __sanitizer_start_switch_fiber(nullptr, outside_stack_, outside_size_);
#endif
  }

 private:
  void go_inside() {
#ifdef PARALLAX_FIBER_TSAN
    outside_ = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(inside_, 0);
#endif
  }
  void go_outside() {
#ifdef PARALLAX_FIBER_TSAN
    __tsan_switch_to_fiber(outside_, 0);
#endif
  }

#ifdef PARALLAX_FIBER_ASAN
  std::span<std::byte> stack_;
  const void* outside_stack_ = nullptr;
  std::size_t outside_size_ = 0;
  void* outside_fake_ = nullptr;
  void* inside_fake_ = nullptr;
#endif
#ifdef PARALLAX_FIBER_TSAN
  void* inside_ = nullptr;
  void* outside_ = nullptr;
#endif
};

#else

class FiberMarks {
 public:
  explicit FiberMarks(std::span<std::byte>) {}
  void before_making() {}
  void after_making() {}
  void before_resume() {}
  void after_resume() {}
  void entered() {}
  void before_suspend() {}
  void before_end() {}
};

#endif

}  // namespace parallax
